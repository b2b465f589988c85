import { encodeAmf0 } from '../amf/amf0-encoder.js';
import { AmfObject } from '../amf/value.js';
import { MediaMessage } from '../media/media-message.js';
import type { Id3Tags } from './id3-tags.js';

/** The data message `onId3`, with which Flash Media Server tells a player of the tags. */
export function id3Message(tags: Id3Tags): MediaMessage {
  return new MediaMessage('data', 0, encodeAmf0(['onId3', new AmfObject('', tags)]));
}
