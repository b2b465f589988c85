import type { FileHandle } from 'node:fs/promises';
import { encodeAmf0 } from '../amf/amf0-encoder.js';
import { AmfError } from '../amf/amf-error.js';
import { AmfArray } from '../amf/value.js';
import { moveFlvTag } from '../flv/encode-flv-tag.js';
import type { FlvMetadata } from '../flv/flv-metadata.js';
import { mendedTimeline } from '../flv/flv-origin.js';
import type { FlvTag } from '../flv/flv-tag.js';
import { flvMessage } from '../flv/flv-tag.js';
import { FlvTagReader } from '../flv/flv-tag-reader.js';
import { hasMediaTime } from '../flv/flv-timeline.js';
import type { FlvSurvey } from '../flv/survey-flv.js';
import type { MediaFile } from '../media/media-file.js';
import type { MediaKind } from '../media/media-message.js';
import { MediaMessage } from '../media/media-message.js';
import type { MediaWork } from '../media/media-work.js';
import { Appender, writeAt } from './appender.js';
import { FlvRecording } from './flv-recording.js';
import type { WrittenMedia } from './written-media.js';

const BLOCK = 256 * 1024;

/**
 * Writes all tags of a file anew, as they are, into an empty one: with a right header and right back pointers, an
 * onMetaData with duration, size and an index of the key frames in front, and times that do not step back. What is
 * garbage or cut off is left out.
 */
export async function mendFlv(
  file: MediaFile,
  { head, index, keyFrames }: FlvSurvey,
  handle: FileHandle,
  { onProgress, signal }: MediaWork = {},
): Promise<WrittenMedia> {
  const timeline = mendedTimeline(index);
  const times = new RisingTimes();
  const metadata = head.metadata && metadataMessage(head.metadata);
  const recording = FlvRecording.begin({ metadata, setup: [] }, keyFrames.count);
  const appender = new Appender(handle);
  const reader = new FlvTagReader(file, { block: BLOCK });
  do {
    for (let tag = reader.read(); tag !== undefined; tag = reader.read()) {
      if (tag.offset === head.metadata?.offset) continue;
      const message = readable(tag);
      const told = timeline.time(tag.timestamp, tag.offset);
      const time = hasMediaTime(message) ? times.next(message.kind, told) : told;
      await appender.add(recording.add(message.at(time), moveFlvTag(tag, time)));
    }
    signal?.throwIfAborted();
    onProgress?.(reader.offset);
  } while (await reader.more());
  await appender.flush();
  for (const { offset, bytes } of recording.patches(appender.size)) await writeAt(handle, bytes, offset);
  return { bytes: appender.size, duration: recording.duration };
}

/** What is encrypted is nothing to look into. */
function readable(tag: FlvTag): MediaMessage {
  const message = flvMessage(tag);
  return tag.filtered ? message.with(new Uint8Array(0)) : message;
}

/** Times that do not step back, each kind for itself. */
class RisingTimes {
  readonly #last = new Map<MediaKind, number>();

  next(kind: MediaKind, time: number): number {
    const rising = Math.max(time, this.#last.get(kind) ?? 0);
    this.#last.set(kind, rising);
    return rising;
  }
}

/** What a file says of itself, without the index, which is made anew. Undefined if it cannot be written. */
function metadataMessage({ properties }: FlvMetadata): MediaMessage | undefined {
  const kept = [...properties].filter(([name]) => name !== 'keyframes' && name !== 'spacer');
  try {
    return new MediaMessage('data', 0, encodeAmf0(['onMetaData', new AmfArray([], kept)]));
  } catch (error) {
    if (error instanceof AmfError) return undefined;
    throw error;
  }
}
