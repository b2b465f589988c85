import { encodeAmf0 } from '../amf/amf0-encoder.js';
import { AmfObject } from '../amf/value.js';
import { ByteReader } from '../bytes/byte-reader.js';
import { MediaMessage } from '../media/media-message.js';
import type { PlayedTrack } from './read-track.js';

const BYTE_ORDER_MARK = 0xfeff;

/**
 * A sample of a text track (3GPP TS 26.245, 5.17) as onTextData; without text it ends what was shown.
 *
 * @throws {EndOfBytesError}
 */
export function textMessage(track: PlayedTrack, time: number, sample: Uint8Array): MediaMessage {
  const text = AmfObject.of({ type: 'Text', text: textOf(sample), language: track.language, trackid: track.id });
  return new MediaMessage('data', time, encodeAmf0(['onTextData', text]));
}

function textOf(sample: Uint8Array): string {
  if (sample.length < 2) return '';
  const reader = new ByteReader(sample);
  const bytes = new ByteReader(reader.view(Math.min(reader.u16(), reader.remaining)));
  if (bytes.remaining < 2 || ((bytes.peek()! << 8) | bytes.bytes[1]!) !== BYTE_ORDER_MARK) {
    return bytes.utf8(bytes.remaining);
  }
  let text = '';
  for (bytes.skip(2); bytes.remaining >= 2;) text += String.fromCharCode(bytes.u16());
  return text;
}
