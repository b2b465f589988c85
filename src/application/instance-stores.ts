import type { SharedObjectStore } from '../sharedobject/shared-object-store.js';
import type { InstanceMedia } from './instance-media.js';
import type { RecordingStore } from './recording-store.js';
import type { RemotePublications } from './remote-publications.js';

/** Where an instance has its media from, and where it goes. */
export interface InstanceStores {
  readonly media: InstanceMedia;
  /** As it is configured now. */
  readonly recordings: () => RecordingStore;
  readonly sharedObjects: SharedObjectStore;
  /** Where what clients publish goes; undefined: nowhere else. */
  readonly publications: RemotePublications | undefined;
}
