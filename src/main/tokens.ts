import type { InjectionToken } from 'tsyringe';
import type { Accounts } from '../admin/api/accounts.js';
import type { LogShelf } from '../admin/api/log-shelf.js';
import type { ServerControl } from '../admin/server-control.js';
import type { ServerPages } from '../admin/server-pages.js';
import type { UserAccess } from '../admin/users/user-access.js';
import type { AccessWitnesses } from '../application/access-witnesses.js';
import type { Hook } from '../application/hook.js';
import type { KeyAccess } from '../application/key-hook.js';
import type { ServerConfiguration } from '../config/configuration.js';
import type { ConfigurationSources } from '../config/load-configuration.js';
import type { Logger } from '../log/logger.js';
import type { HandshakeCrypto } from '../rtmp/handshake/handshake-crypto.js';
import type { FlushPace } from '../stream/flush-pace.js';
import type { SegmentCache } from '../stream/segment-cache.js';
import type { GrowingFiles } from '../storage/growing-files.js';
import type { SharedSources } from '../storage/shared-sources.js';
import type { SlateSource } from '../storage/slate-files.js';
import type { Clock } from '../time/clock.js';
import type { AfterglowServer } from './afterglow-server.js';
import type { ConfiguredRestreams } from './configured-restreams.js';
import type { ConfiguredScripts } from './configured-scripts.js';
import type { ConfiguredWebhooks, MakePoster } from './configured-webhooks.js';
import type { Bans } from './control/bans.js';
import type { LogFiles } from './log-files.js';
import type { EdgeMedia } from './edge-media.js';
import type { Links } from './links.js';
import type { MediaLibraries } from './media-libraries.js';
import type { Presence } from './pages/presence.js';
import type { RecordingStores } from './recording-stores.js';
import type { ScriptConnections } from './script-connections.js';
import type { SharedObjectStores } from './shared-object-stores.js';

function token<T>(name: string): InjectionToken<T> {
  return Symbol(name);
}

/** What the container knows. Each can be replaced by a test. */
export const tokens = {
  configuration: token<ServerConfiguration>('configuration'),
  logger: token<Logger>('logger'),
  clock: token<Clock>('clock'),
  crypto: token<HandshakeCrypto>('crypto'),
  /** Makes ids that nobody can guess. */
  createId: token<() => string>('createId'),
  /** The id of this server among those that it is connected with. */
  serverId: token<string>('serverId'),
  pace: token<FlushPace>('pace'),
  /** What was read of recorded media lately. */
  segments: token<SegmentCache>('segments'),
  /** The folder of what the server keeps. */
  dataDir: token<string>('dataDir'),
  /** The files that are being recorded, and those that play. */
  growing: token<GrowingFiles>('growing'),
  /** The recorded media that is open. */
  sources: token<SharedSources>('sources'),
  /** Steps of the gate that stand before every application. */
  hooks: token<readonly Hook[]>('hooks'),
  /** Who hears what happens at the gate. */
  witness: token<AccessWitnesses>('witness'),
  /** The logs in files. */
  logFiles: token<LogFiles>('logFiles'),
  /** The keys that there are, none at first, and those who are here by them. */
  keys: token<KeyAccess>('keys'),
  slates: token<SlateSource>('slates'),
  /** Where the recorded media of the applications comes from. */
  libraries: token<MediaLibraries>('libraries'),
  /** Where the applications record to. */
  recordings: token<RecordingStores>('recordings'),
  /** Where the applications keep their persistent shared objects. */
  sharedObjects: token<Pick<SharedObjectStores, 'of' | 'start' | 'close'>>('sharedObjects'),
  /** The scripts of the applications. */
  scripts: token<Pick<ConfiguredScripts, 'of' | 'close'>>('scripts'),
  /** How scripts connect to other servers. */
  connections: token<ScriptConnections>('connections'),
  /** Who sends the requests of webhooks. */
  makePoster: token<MakePoster>('makePoster'),
  webhooks: token<ConfiguredWebhooks>('webhooks'),
  /** What comes from origins, and goes to edges. */
  edgeMedia: token<EdgeMedia>('edgeMedia'),
  /** The links with other servers. */
  links: token<Links>('links'),
  /** Where streams are sent to and taken from. */
  restreams: token<ConfiguredRestreams>('restreams'),
  /** Where the configuration comes from. */
  configurationSources: token<ConfigurationSources>('configurationSources'),
  /** Reads the files of the configuration, and takes over what they say. */
  reload: token<() => Promise<void>>('reload'),
  /** The newest lines of the log. */
  logShelf: token<LogShelf>('logShelf'),
  /** Who may use the administration. */
  users: token<UserAccess>('users'),
  accounts: token<Accounts>('accounts'),
  /** Addresses that an operator lets in no more. */
  bans: token<Bans>('bans'),
  /** Who is connected, since when. */
  presence: token<Presence>('presence'),
  /** What the administration sees of the server, and does to it. */
  pages: token<ServerPages>('pages'),
  control: token<ServerControl>('control'),
  server: token<AfterglowServer>('server'),
} as const;
