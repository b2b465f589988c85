import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../time/clock.js';
import type { UserAccess } from '../users/user-access.js';
import { ApiError } from './api-error.js';
import { askerOf, principalOf } from './guard.js';

/** Milliseconds between two looks at who listens. */
const LOOK = 15_000;

/**
 * For answers that have no end by themselves. A request that waits behind another one on its connection is refused: it
 * would never hear that the connection is gone.
 */
export function mustStandAlone({ raw }: FastifyReply): void {
  if (raw.socket === null)
    throw new ApiError('not-possible', 'This answer has no end: ask for it on a connection of its own.');
}

/**
 * Ends such an answer when who asked may not ask any more: logged out, the token expired or deleted, another role or
 * password. To listen is no use of a session: it does not go on by that.
 *
 * @param still called at each look at which all is as it was
 * @returns ends the looking
 */
export function whileAllowed(
  request: FastifyRequest,
  reply: FastifyReply,
  users: UserAccess,
  clock: Clock,
  still: () => void = () => undefined,
): () => void {
  const before = JSON.stringify(principalOf(request));
  const look = (): void => {
    if (JSON.stringify(askerOf(request, users, false)) !== before) return void reply.raw.end();
    still();
    timer = clock.after(LOOK, look);
  };
  let timer = clock.after(LOOK, look);
  return () => timer.cancel();
}
