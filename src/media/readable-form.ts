import { concat } from '../bytes/concat.js';
import type { BareExHeader, ExHeader } from './ex-header.js';
import { fourCc, readModEx, readTracks } from './ex-header.js';
import type { MediaMessage } from './media-message.js';
import type { Wrappings } from './wrappings.js';

/** The packet type that says that tracks follow, by kind of media (Enhanced RTMP v2). */
const MULTITRACK = { audio: 5, video: 6 } as const;

/** A video message with this frame type is a command, and no track follows, unless it is metadata. */
const COMMAND_FRAME = 5;

/** Kept so that all players who need the same form are sent the same message. */
const known = new WeakMap<MediaMessage, Map<Wrappings, MediaMessage | 'nothing'>>();

/**
 * A message as those can read it who know only these wrappings: track 0 alone for who does not know
 * multitrack, without nanoseconds for who does not know ModEx. The message itself if that changes
 * nothing; undefined if nothing of track 0 is in it.
 */
export function readableForm(message: MediaMessage, wrappings: Wrappings): MediaMessage | undefined {
  if (message.kind === 'data' || !isEnhanced(message)) return message;
  let forms = known.get(message);
  if (forms === undefined) known.set(message, (forms = new Map<Wrappings, MediaMessage | 'nothing'>()));
  let form = forms.get(wrappings);
  if (form === undefined) forms.set(wrappings, (form = unwrap(message, message.kind, wrappings) ?? 'nothing'));
  return form === 'nothing' ? undefined : form;
}

/** One track of a message, as a message of that track alone; undefined if it is not in it, or if it is data. */
export function singleTrack(message: MediaMessage, trackId: number): MediaMessage | undefined {
  const { kind, payload } = message;
  if (kind === 'data') return undefined;
  const start = isEnhanced(message) ? readModEx(payload) : undefined;
  if (start?.packetType !== MULTITRACK[kind]) return trackId === 0 ? message : undefined;
  const plain = trackAlone(payload, start, kind, trackId, { multitrack: false, modEx: true });
  return plain && message.with(plain);
}

function isEnhanced({ kind, payload }: MediaMessage): boolean {
  const first = payload[0];
  if (first === undefined) return false;
  return kind === 'video' ? first >= 0x80 : first >> 4 === 9;
}

function unwrap(message: MediaMessage, kind: 'audio' | 'video', wrappings: Wrappings): MediaMessage | undefined {
  const { payload } = message;
  const start = readModEx(payload);
  if (start === undefined) return message;
  const isCommand = kind === 'video' && ((payload[0]! >> 4) & 7) === COMMAND_FRAME;
  if (start.packetType === MULTITRACK[kind] && !isCommand && !wrappings.multitrack) {
    const plain = trackAlone(payload, start, kind, 0, wrappings);
    return plain && message.with(plain);
  }
  const hasModEx = start.offset > 1;
  if (!hasModEx || wrappings.modEx) return message;
  return message.with(concat([firstByte(payload, start.packetType), payload.subarray(start.offset)]));
}

function trackAlone(
  payload: Uint8Array,
  start: BareExHeader,
  kind: 'audio' | 'video',
  trackId: number,
  { modEx }: Wrappings,
): Uint8Array | undefined {
  for (const track of readTracks(payload, start, MULTITRACK[kind])) {
    if (track.trackId !== trackId) continue;
    const body = payload.subarray(track.bodyOffset, track.bodyEnd);
    if (!modEx && kind === 'video' && track.fourCc === AVC) return legacyVideo(payload[0]!, track, body);
    if (!modEx && kind === 'audio' && track.fourCc === AAC) return legacyAudio(track, body);
    const prefix = modEx ? modExBefore(payload, start, track) : firstByte(payload, track.packetType);
    return concat([prefix, fourCcBytes(track.fourCc), body]);
  }
  return undefined;
}

/** ModEx prefixes, the last of them followed by the packet type of the track. */
function modExBefore(payload: Uint8Array, { offset }: BareExHeader, { packetType }: ExHeader): Uint8Array {
  const prefix = payload.slice(0, offset);
  prefix[offset - 1] = (prefix[offset - 1]! & 0xf0) | packetType;
  return prefix;
}

function firstByte(payload: Uint8Array, packetType: number): Uint8Array {
  return Uint8Array.of((payload[0]! & 0xf0) | packetType);
}

function fourCcBytes(code: number): Uint8Array {
  return Uint8Array.of(code >>> 24, code >>> 16, code >>> 8, code);
}

const AVC = fourCc('avc1');
const AAC = fourCc('mp4a');

const SEQUENCE_START = 0;
const CODED_FRAMES = 1;
const SEQUENCE_END = 2;
const CODED_FRAMES_X = 3;

/**
 * H.264 under its legacy codec id, which everybody reads (Adobe FLV 10.1, annex E.4.3): ffmpeg before 6.1 and Flash
 * know no FourCC. What has no legacy form is left out.
 */
function legacyVideo(first: number, { packetType }: ExHeader, body: Uint8Array): Uint8Array | undefined {
  const head = (first & 0x70) | 7;
  switch (packetType) {
    case SEQUENCE_START:
    case SEQUENCE_END:
      return concat([Uint8Array.of(head, packetType, 0, 0, 0), body]);
    case CODED_FRAMES:
      return concat([Uint8Array.of(head, CODED_FRAMES), body]);
    case CODED_FRAMES_X:
      return concat([Uint8Array.of(head, CODED_FRAMES, 0, 0, 0), body]);
  }
  return undefined;
}

/** AAC likewise; the sound format bits of its first byte mean nothing (annex E.4.2.1). */
function legacyAudio({ packetType }: ExHeader, body: Uint8Array): Uint8Array | undefined {
  const isKnown = packetType === SEQUENCE_START || packetType === CODED_FRAMES;
  return isKnown ? concat([Uint8Array.of(0xaf, packetType), body]) : undefined;
}
