import { concat } from '../../src/bytes/concat.js';
import type { MediaMessage } from '../../src/media/media-message.js';

/** The packet of one track, taken out of a message that has no wrapping. */
interface Packet {
  /** The high nibble of an Enhanced RTMP payload: that it is one, and the frame type. */
  readonly head: number;
  readonly multitrack: number;
  readonly packetType: number;
  readonly fourCc: string | Uint8Array;
  readonly body: Uint8Array;
}

/** The first byte of video metadata as ffmpeg writes it, and the high nibble of an Enhanced RTMP key frame. */
const COLOURS_AS_COMMAND = 0xd4;
const KEY_FRAME = 0x9;

/**
 * The message as one of two tracks (Enhanced RTMP v2, AvMultitrackType.ManyTracks): its packet is track 0, and the same
 * bytes in reverse order are track 1. Data, commands and silence stay as they are. Video metadata is written with the
 * frame type of a command by ffmpeg; as tracks would not follow a command, it becomes that of a key frame here.
 */
export function asTwoTracks(message: MediaMessage): MediaMessage {
  const packet = message.kind === 'data' || message.payload.length < 2 ? undefined : packetOf(message);
  if (packet === undefined) return message;
  const { head, multitrack, packetType, fourCc, body } = packet;
  const code = typeof fourCc === 'string' ? new TextEncoder().encode(fourCc) : fourCc;
  const header = Uint8Array.of((head << 4) | multitrack, 0x10 | packetType);
  return message.with(concat([header, code, track(0, body), track(1, body.slice().reverse())]));
}

function packetOf({ kind, payload }: MediaMessage): Packet | undefined {
  const first = payload[0]!;
  if (kind === 'audio') {
    const multitrack = 5;
    if (first >> 4 === 9) return enhanced(payload, multitrack);
    if (first >> 4 !== 10) return undefined;
    return { head: 9, multitrack, packetType: payload[1]!, fourCc: 'mp4a', body: payload.subarray(2) };
  }
  const multitrack = 6;
  if (first >= 0x80) return enhanced(payload, multitrack);
  if ((first & 0x0f) !== 7) return undefined;
  const packetType = payload[1]!;
  // Only a frame keeps its composition time.
  const body = payload.subarray(packetType === 1 ? 2 : 5);
  return { head: 8 | (first >> 4), multitrack, packetType, fourCc: 'avc1', body };
}

function enhanced(payload: Uint8Array, multitrack: number): Packet {
  const [first, fourCc, body] = [payload[0]!, payload.subarray(1, 5), payload.subarray(5)];
  const head = first === COLOURS_AS_COMMAND ? KEY_FRAME : first >> 4;
  return { head, multitrack, packetType: first & 0x0f, fourCc, body };
}

function track(id: number, body: Uint8Array): Uint8Array {
  const { length } = body;
  return concat([Uint8Array.of(id, length >> 16, length >> 8, length), body]);
}
