import type { KeyAccess } from '../application/key-hook.js';
import { KeyRing } from '../application/key-ring.js';
import { KeyUses } from '../application/key-uses.js';
import { LoginChallenges } from '../application/login-challenges.js';
import { PublisherLogin } from '../application/publisher-login.js';
import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';

/** The keys of a server, none yet, and all that goes by them. */
export function keyAccess(clock: Clock, logger: Logger): KeyAccess {
  const ring = new KeyRing(clock);
  const uses = new KeyUses(ring, clock, logger);
  return { ring, uses, login: new PublisherLogin(ring, new LoginChallenges(clock)), logger };
}
