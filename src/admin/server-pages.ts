import type { SharedObjectPlace } from './server-control.js';
import type {
  Adaptor,
  Application,
  Client,
  ClientDetails,
  HealthReason,
  Instance,
  InstancePlace,
  Page,
  Player,
  Playlist,
  Sample,
  Server,
  SharedObject,
  SharedObjectDetails,
  Stream,
  StreamDetails,
  VirtualHost,
} from './api/schema/index.js';

/** Which items a list is about, and which part of it is wanted. */
export interface PageQuestion {
  readonly adaptor?: string | undefined;
  readonly virtualHost?: string | undefined;
  readonly application?: string | undefined;
  readonly instance?: string | undefined;
  /** Only items whose names or addresses contain this. */
  readonly search?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/**
 * What the administration sees of the server part by part. A page is made of what it shows and nothing else, so that a
 * server of thousands of clients answers as quickly as one of ten. What there is not is undefined.
 */
export interface ServerPages {
  adaptors(): Adaptor[];
  virtualHosts(): VirtualHost[];
  applications(question: PageQuestion): Page<Application>;
  instances(question: PageQuestion): Page<Instance>;
  instance(place: InstancePlace): Instance | undefined;
  clients(question: PageQuestion & { readonly only?: 'publishers' | 'players' | undefined }): Page<Client>;
  client(id: string): ClientDetails | undefined;
  streams(question: PageQuestion): Page<Stream>;
  stream(place: InstancePlace, name: string): StreamDetails | undefined;
  /** Streams that are published and do not do well. */
  ailing(question: PageQuestion): readonly (InstancePlace & { readonly reasons: readonly HealthReason[] })[];
  players(place: InstancePlace, name: string, question: PageQuestion): Page<Player> | undefined;
  sharedObjects(question: PageQuestion): Page<SharedObject>;
  sharedObject(place: SharedObjectPlace): SharedObjectDetails | undefined;
  playlists(question: PageQuestion): Page<Playlist>;
  /** Counts of everything, without what must be measured over time. */
  counts(): Pick<Sample, 'connections' | 'clients' | 'streams' | 'players' | 'instances' | 'dropped' | 'refused'>;
  /** What clients asked for since the start. */
  requests(): Server['requests'];
  /** Bytes that clients sent and were sent since the start. */
  traffic(): { readonly received: number; readonly sent: number };
}
