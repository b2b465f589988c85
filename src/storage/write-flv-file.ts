import type { FileHandle } from 'node:fs/promises';
import { encodeAmf0 } from '../amf/amf0-encoder.js';
import type { AmfValue } from '../amf/value.js';
import { AmfArray } from '../amf/value.js';
import { audioCodecId, videoCodecId } from '../flv/present-metadata.js';
import { MediaMessage } from '../media/media-message.js';
import type { MediaSource } from '../media/media-source.js';
import { metadataMembers } from '../stream/slate-metadata.js';
import { Appender, writeAt } from './appender.js';
import { FlvRecording } from './flv-recording.js';
import type { RemuxInput, RemuxOptions } from './remux-input.js';
import { sourceMessages } from './source-messages.js';
import type { WrittenMedia } from './written-media.js';

/** Members of onMetaData that are true of an MP4 only. */
const MP4_FACTS: ReadonlySet<string> = new Set(['moovPosition', 'trackinfo', 'seekpoints']);

/** Writes media as FLV into an empty file, with an onMetaData that has duration, size and an index of the key frames. */
export async function writeFlvFile(
  { report, source }: RemuxInput,
  handle: FileHandle,
  _path: string,
  options: Pick<RemuxOptions, 'onProgress' | 'signal'>,
): Promise<WrittenMedia> {
  const recording = FlvRecording.begin({ metadata: metadataFor(source), setup: [] }, report.keyFrames?.count ?? 0);
  const appender = new Appender(handle);
  for (const message of source.metadata.slice(1)) await appender.add(recording.add(message));
  for await (const messages of sourceMessages(source, options)) {
    for (const message of messages) await appender.add(recording.add(message));
  }
  await appender.flush();
  for (const { offset, bytes } of recording.patches(appender.size)) await writeAt(handle, bytes, offset);
  return { bytes: appender.size, duration: recording.duration };
}

/** What a file says of itself, with the codecs by the numbers of FLV. */
function metadataFor({ metadata, videoCodec, audioCodec }: MediaSource): MediaMessage | undefined {
  const [first] = metadata;
  const members = first && metadataMembers(first.payload);
  if (members === undefined) return undefined;
  const kept = new Map<string, AmfValue>(members.filter(([name]) => !MP4_FACTS.has(name)));
  if (videoCodec !== undefined) kept.set('videocodecid', videoCodecId(videoCodec));
  if (audioCodec !== undefined) kept.set('audiocodecid', audioCodecId(audioCodec));
  return new MediaMessage('data', 0, encodeAmf0(['onMetaData', new AmfArray([], kept)]));
}
