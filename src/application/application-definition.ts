import type { SharedObjectStore } from '../sharedobject/shared-object-store.js';
import type { ApplicationOptions } from './application-options.js';
import type { Hook } from './hook.js';
import type { ApplicationCompanion } from './instance-companion.js';
import type { InstanceScript } from './instance-script.js';
import type { MediaLibrary } from './media-library.js';
import type { ConfiguredPlaylist } from './playlists.js';
import type { RecordingStore } from './recording-store.js';
import type { SafeName } from './safe-name.js';

/** What an application is made from: found in the configuration and its folder. */
export interface ApplicationDefinition {
  readonly options: ApplicationOptions;
  /** Hooks of this application, asked after those of the server. */
  readonly hooks: readonly Hook[];
  readonly media: MediaLibrary;
  readonly recordings: RecordingStore;
  /** Makes the store of the persistent shared objects of an instance. */
  readonly sharedObjects: (instance: SafeName) => SharedObjectStore;
  /** Live streams that the server plays by itself, in their instances. */
  readonly playlists: readonly ConfiguredPlaylist[];
  /** Makes the script of an instance; undefined if the application has none. */
  readonly script: (instance: SafeName) => InstanceScript | undefined;
  /** What is done in its instances besides; undefined for nothing. */
  readonly companion?: ApplicationCompanion | undefined;
}

/** Says which applications there are. */
export interface ApplicationCatalog {
  /** Undefined if there is no application of that name. */
  find(name: SafeName): Promise<ApplicationDefinition | undefined>;
}
