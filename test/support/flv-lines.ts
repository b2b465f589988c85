import { readFile } from 'node:fs/promises';
import type { AmfValue } from '../../src/amf/value.js';
import { FlvParser } from '../../src/flv/flv-parser.js';
import { flvMessage } from '../../src/flv/flv-tag.js';
import { isMetadata, metadataMembers } from '../../src/stream/slate-metadata.js';
import { describeMedia } from './media-payloads.js';

/** What is in an FLV file: its media as `video 40 key k1`, and its onMetaData. */
export async function flvLines(path: string): Promise<{
  readonly lines: readonly string[];
  readonly metadata: ReadonlyMap<string, AmfValue>;
  /** Bytes that belong to no tag. */
  readonly garbage: number;
  /** Where the key frames are. */
  readonly keyFrames: readonly number[];
}> {
  const parser = new FlvParser();
  parser.receive(await readFile(path));
  parser.finish();
  const lines: string[] = [];
  const keyFrames: number[] = [];
  let metadata = new Map<string, AmfValue>();
  for (let tag = parser.read(); tag !== undefined; tag = parser.read()) {
    const { kind, timestamp, payload } = flvMessage(tag);
    if (isMetadata(flvMessage(tag))) metadata = new Map(metadataMembers(payload));
    else lines.push(`${kind} ${timestamp} ${describeMedia(kind, payload)}`);
    if (lines.at(-1)?.includes(' key ') === true) keyFrames.push(tag.offset);
  }
  return { lines, metadata, garbage: parser.skippedBytes, keyFrames };
}
