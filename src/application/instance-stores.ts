import type { SharedObjectStore } from '../sharedobject/shared-object-store.js';
import type { InstanceMedia } from './instance-media.js';
import type { RecordingStore } from './recording-store.js';

/** What an instance has of the media of its application. */
export interface InstanceStores {
  readonly media: InstanceMedia;
  /** As it is configured now. */
  readonly recordings: () => RecordingStore;
  readonly sharedObjects: SharedObjectStore;
}
