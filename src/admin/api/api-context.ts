import type { RestreamControl } from '../../application/restream-control.js';
import type { Logger } from '../../log/logger.js';
import type { Clock } from '../../time/clock.js';
import type { ServerControl } from '../server-control.js';
import type { ServerPages } from '../server-pages.js';
import type { ServerView } from '../server-view.js';
import type { UserAccess } from '../users/user-access.js';
import type { Accounts } from './accounts.js';
import type { AuditTrail } from './audit-trail.js';
import type { ConfigurationDesk } from './configuration-desk.js';
import type { EventFeed } from './event-feed.js';
import type { KeyDesk } from './key-desk.js';
import type { LogArchive } from './log-archive.js';
import type { LogShelf } from './log-shelf.js';
import type { RefusalShelf } from './refusal-shelf.js';
import type { Link } from './schema/restream.js';
import type { Server } from './schema/server.js';
import type { Sampler } from './sampler.js';

/** All that the routes of the API are made of. */
export interface ApiContext {
  readonly view: ServerView;
  readonly pages: ServerPages;
  readonly control: ServerControl;
  readonly users: UserAccess;
  readonly accounts: Accounts;
  readonly keys: KeyDesk;
  readonly configuration: ConfigurationDesk;
  readonly restreams: RestreamControl;
  readonly links: () => Link[];
  readonly sampler: Sampler;
  readonly logs: LogShelf;
  readonly logArchive: LogArchive;
  readonly refusals: RefusalShelf;
  readonly audit: AuditTrail;
  readonly feed: EventFeed;
  /** Where the server listens, as it does now. */
  readonly listeners: () => Server['listeners'];
  /** Milliseconds without a request after which a login ends. */
  readonly sessionTimeout: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
}
