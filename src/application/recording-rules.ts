import type { RecorderLimits } from '../stream/recorder.js';
import type { ExistingFile, RecordingContainer } from './recording-store.js';

/** What is recorded in an application, and how. */
export interface RecordingRules {
  /** Publishers may ask for it, by the type that they publish with. */
  readonly byPublishers: boolean;
  /** Names of streams that are recorded without anybody asking; `*` stands for any characters. */
  readonly streams: readonly string[];
  readonly container: RecordingContainer;
  /** Template of the names of files; see `recordingNames`. */
  readonly name: string;
  readonly existing: ExistingFile;
  readonly limits: RecorderLimits;
  /** What scripts and the console may ask for instead of those of {@link limits}. */
  readonly caps: Pick<RecorderLimits, 'maxDuration' | 'maxSize'>;
  /** A stream that is published as `live` deletes the recording of its name. */
  readonly eraseOnPublish: boolean;
}
