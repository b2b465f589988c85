import type { RecordingRules } from '../application/recording-rules.js';
import type { ApplicationSettings } from '../config/configuration.js';
import type { RecordingOptions } from '../storage/recording-place.js';
import type { RetentionRules } from '../storage/retention.js';

/** What an application records, of its settings. */
export function recordingRules({ streamManager: { recording, live } }: ApplicationSettings): RecordingRules {
  return {
    byPublishers: recording.byPublishers,
    streams: recording.streams,
    container: recording.format,
    name: recording.name,
    existing: recording.existing,
    limits: {
      splitTime: orNever(recording.splitTime),
      splitSize: recording.splitSize,
      maxDuration: orNever(recording.maxDuration),
      maxSize: recording.maxSize,
      maxQueued: recording.maxQueued,
    },
    caps: { maxDuration: orNever(recording.maxDurationCap), maxSize: recording.maxSizeCap },
    eraseOnPublish: live.eraseOnPublish,
  };
}

/** How its files are written to `folder`. */
export function recordingOptions({ streamManager }: ApplicationSettings, folder: string): RecordingOptions {
  const { quota, minFreeSpace, flushInterval, syncWrite } = streamManager.recording;
  return { folder, quota, minFree: minFreeSpace, flushInterval, syncWrite };
}

/** Which files of `folder` are kept. */
export function retentionRules({ streamManager }: ApplicationSettings, folder: string): RetentionRules {
  const { maxAge, maxSize } = streamManager.recording.retention;
  return { folder, maxAge: orNever(maxAge), maxSize };
}

function orNever(duration: number): number {
  return duration === 0 ? Infinity : duration;
}
