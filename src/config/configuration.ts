import type { z } from 'zod';
import type { ConfiguredPlaylist } from '../application/playlists.js';
import type { ServerCertificate } from '../net/tls-certificates.js';
import type { adaptorSchema } from './adaptor-schema.js';
import type { applicationSchema } from './application-schema.js';
import type { serverSchema } from './server-schema.js';
import type { virtualHostSchema } from './virtual-host-schema.js';

type Immutable<T> = T extends object ? { readonly [Key in keyof T]: Immutable<T[Key]> } : T;

/** `conf/server.yaml`. Here and below durations are milliseconds, sizes bytes, rates bytes per second, and Infinity is no limit. */
export type ServerSettings = Immutable<z.output<typeof serverSchema>>;
/** `conf/<adaptor>/adaptor.yaml`. */
export type AdaptorSettings = Immutable<z.output<typeof adaptorSchema>>;
/** `conf/<adaptor>/<vhost>/vhost.yaml`; `appsDir` holds absolute paths. */
export type VirtualHostSettings = Immutable<z.output<typeof virtualHostSchema>>;
/** `application.yaml`: that of the virtual host with that of the application laid on it. */
export type ApplicationSettings = Immutable<z.output<typeof applicationSchema>>;

export interface VirtualHostConfiguration extends VirtualHostSettings {
  /** The name of its folder: a host name, or `_defaultVHost_`. */
  readonly name: string;
  readonly applicationDefaults: ApplicationSettings;
  /** The applications that have a folder, each with the path of it. */
  readonly applicationFolders: ReadonlyMap<string, string>;
  /** The applications that have an `application.yaml` of their own. */
  readonly applicationOverrides: ReadonlyMap<string, ApplicationSettings>;
  /** Of the applications that have a folder `playlists`. */
  readonly applicationPlaylists: ReadonlyMap<string, readonly ConfiguredPlaylist[]>;
}

/** A certificate of `tls.certificates`, read and found usable. */
export interface ConfiguredCertificate extends ServerCertificate {
  readonly certFile: string;
  /** The last moment for which it is valid, in milliseconds since 1970. */
  readonly expires: number;
}

export interface AdaptorConfiguration extends AdaptorSettings {
  /** The name of its folder. */
  readonly name: string;
  readonly certificates: readonly ConfiguredCertificate[];
  /** The first is `_defaultVHost_`. */
  readonly virtualHosts: readonly VirtualHostConfiguration[];
}

/** All that is configured, complete and valid. It never changes; a reload makes another. */
export interface ServerConfiguration {
  readonly server: ServerSettings;
  /** The first is `_defaultRoot_`. */
  readonly adaptors: readonly AdaptorConfiguration[];
}

/** The settings of an application of a virtual host, whether it has settings of its own or not. */
export function applicationSettings(virtualHost: VirtualHostConfiguration, name: string): ApplicationSettings {
  return virtualHost.applicationOverrides.get(name) ?? virtualHost.applicationDefaults;
}
