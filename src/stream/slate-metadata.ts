import { Amf0Decoder } from '../amf/amf0-decoder.js';
import { encodeAmf0 } from '../amf/amf0-encoder.js';
import { AmfError } from '../amf/amf-error.js';
import type { AmfValue } from '../amf/value.js';
import { AmfArray, AmfObject } from '../amf/value.js';
import { ByteReader } from '../bytes/byte-reader.js';
import { MediaMessage } from '../media/media-message.js';

/** Members of onMetaData that are true of a file, and not of a stream that it is shown on. */
const FILE_FACTS: ReadonlySet<string> = new Set([
  'duration',
  'filesize',
  'datasize',
  'videosize',
  'audiosize',
  'lasttimestamp',
  'lastkeyframetimestamp',
  'lastkeyframelocation',
  'hasKeyframes',
  'hasCuePoints',
  'keyframes',
  'cuePoints',
  'seekpoints',
  'canSeekToEnd',
]);

const NAME = [2, 0, 10, ...[...'onMetaData'].map((letter) => letter.charCodeAt(0))];

/** Whether a data message is called onMetaData. */
export function isMetadata({ kind, payload }: MediaMessage): boolean {
  return kind === 'data' && NAME.every((byte, i) => payload[i] === byte);
}

/** The onMetaData that a stream announces when it shows a file with this data message; undefined if it is another one. */
export function slateMetadata(payload: Uint8Array): MediaMessage | undefined {
  const members = metadataMembers(payload);
  if (members === undefined) return undefined;
  const kept = members.filter(([name]) => !FILE_FACTS.has(name));
  return new MediaMessage('data', 0, encodeAmf0(['onMetaData', new AmfArray([], kept)]));
}

/** What an onMetaData says; undefined if it is another message, or cannot be read. */
export function metadataMembers(payload: Uint8Array): readonly (readonly [string, AmfValue])[] | undefined {
  try {
    const decoder = new Amf0Decoder(new ByteReader(payload), { lenientEnd: true });
    if (decoder.read() !== 'onMetaData') return undefined;
    const value = decoder.read();
    if (value instanceof AmfArray) return [...value.entries()];
    return value instanceof AmfObject ? [...value.properties] : undefined;
  } catch (error) {
    if (error instanceof AmfError) return undefined;
    throw error;
  }
}
