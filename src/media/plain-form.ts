import { readModEx, readTracks } from './ex-header.js';
import type { MediaMessage } from './media-message.js';

/** The packet type that says that tracks follow, by kind of media (Enhanced RTMP v2). */
const MULTITRACK = { audio: 5, video: 6 } as const;

const PLAIN_HEADER_SIZE = 5;

/** Kept so that all players who need the plain form are sent the same message. */
const known = new WeakMap<MediaMessage, MediaMessage | 'nothing'>();

/**
 * A message as those can read it who know neither multitrack nor ModEx: track 0 alone, without the
 * wrapping. The message itself if it is plain already; undefined if nothing of track 0 is in it.
 */
export function plainForm(message: MediaMessage): MediaMessage | undefined {
  if (message.kind === 'data' || !isEnhanced(message)) return message;
  let form = known.get(message);
  if (form === undefined) known.set(message, (form = unwrap(message, MULTITRACK[message.kind]) ?? 'nothing'));
  return form === 'nothing' ? undefined : form;
}

function isEnhanced({ kind, payload }: MediaMessage): boolean {
  const first = payload[0];
  if (first === undefined) return false;
  return kind === 'video' ? first >= 0x80 : first >> 4 === 9;
}

function unwrap(message: MediaMessage, multitrack: number): MediaMessage | undefined {
  const { payload } = message;
  const start = readModEx(payload);
  const isWrapped = start !== undefined && (start.packetType === multitrack || start.offset > 1);
  if (!isWrapped) return message;
  for (const { trackId, packetType, fourCc, bodyOffset, bodyEnd } of readTracks(payload, start, multitrack)) {
    if (trackId !== 0) continue;
    const plain = new Uint8Array(PLAIN_HEADER_SIZE + bodyEnd - bodyOffset);
    plain[0] = (payload[0]! & 0xf0) | packetType;
    new DataView(plain.buffer).setUint32(1, fourCc);
    plain.set(payload.subarray(bodyOffset, bodyEnd), PLAIN_HEADER_SIZE);
    return message.with(plain);
  }
  return undefined;
}
