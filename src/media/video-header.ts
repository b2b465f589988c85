import type { ExHeader } from './ex-header.js';
import { readModEx, readTrackHeader, readTracks } from './ex-header.js';
import type { VideoCodec } from './video-codec.js';
import { hasCompositionTime, LEGACY_VIDEO_CODECS, videoCodecOf } from './video-codec.js';

export type VideoFrameType = 'key' | 'inter' | 'disposable' | 'generated-key' | 'command';

export type VideoPacketKind = 'sequence-header' | 'frame' | 'sequence-end' | 'metadata' | 'command';

/** What the first bytes of a video message say. */
export interface VideoHeader {
  /** False when the bytes do not make a header: the message passes through as it is. */
  readonly recognised: boolean;
  /** Undefined when the codec has no name here; a sound Enhanced RTMP header is still recognised. */
  readonly codec: VideoCodec | undefined;
  /** Undefined for the reserved frame types. It counts for all tracks of the message. */
  readonly frameType: VideoFrameType | undefined;
  readonly packet: VideoPacketKind | undefined;
  /** 0 unless the message is a multitrack one; the first of them when there are several. */
  readonly trackId: number;
  /** Further tracks may follow: `videoTracks` gives them all. */
  readonly severalTracks: boolean;
  /** Milliseconds from decoding to presentation, signed. */
  readonly compositionTime: number;
  /** 0 to 999,999 nanoseconds to add to the message's timestamp. */
  readonly nanosecondOffset: number;
  /** Where codec data begins and ends in the payload. */
  readonly bodyOffset: number;
  readonly bodyEnd: number;
}

const FRAME_TYPES: readonly (VideoFrameType | undefined)[] = [
  undefined,
  'key',
  'inter',
  'disposable',
  'generated-key',
  'command',
  undefined,
  undefined,
];

/** VideoPacketType of Enhanced RTMP v2; 5 is the AV1 sequence header in the shape of MPEG-2 TS. */
const EX_PACKETS: readonly (VideoPacketKind | undefined)[] = [
  'sequence-header',
  'frame',
  'sequence-end',
  'frame',
  'metadata',
  'sequence-header',
];
const CODED_FRAMES = 1;
const METADATA = 4;
const MULTITRACK = 6;

const LEGACY_PACKETS: readonly (VideoPacketKind | undefined)[] = ['sequence-header', 'frame', 'sequence-end'];

/** Packet type and signed 24-bit composition time behind the first byte (Adobe FLV 10.1, annex E.4.3.2). */
const LEGACY_PACKET_HEADER = 5;

/**
 * Reads the header of a video message, legacy or Enhanced RTMP v2 (ExVideoTagHeader). Never throws, never
 * looks at codec data, allocates nothing but the answer.
 */
export function readVideoHeader(payload: Uint8Array): VideoHeader {
  const first = payload[0];
  if (first === undefined) return unrecognised(payload, undefined);
  const frameType = FRAME_TYPES[(first >> 4) & 7];
  if (first < 0x80) return readLegacy(payload, first, frameType);
  const start = readModEx(payload);
  if (start === undefined) return unrecognised(payload, frameType);
  if (frameType === 'command' && start.packetType !== METADATA) {
    return {
      recognised: start.offset < payload.length,
      codec: undefined,
      frameType,
      packet: 'command',
      trackId: 0,
      severalTracks: false,
      compositionTime: 0,
      nanosecondOffset: start.nanosecondOffset,
      bodyOffset: start.offset,
      bodyEnd: payload.length,
    };
  }
  const track = readTrackHeader(payload, start, MULTITRACK);
  return track === undefined ? unrecognised(payload, frameType) : fromTrack(payload, track, frameType);
}

/** All tracks of a video message in order: one for most messages, none when the header is not recognised. */
export function* videoTracks(payload: Uint8Array): Generator<VideoHeader, void, undefined> {
  const header = readVideoHeader(payload);
  if (!header.recognised) return;
  const start = header.severalTracks ? readModEx(payload) : undefined;
  if (start === undefined) {
    yield header;
    return;
  }
  for (const track of readTracks(payload, start, MULTITRACK)) {
    const one = fromTrack(payload, track, header.frameType);
    if (one.recognised) yield one;
  }
}

function readLegacy(payload: Uint8Array, first: number, frameType: VideoFrameType | undefined): VideoHeader {
  const codec = LEGACY_VIDEO_CODECS[first & 0x0f];
  const length = payload.length;
  if (frameType === 'command') return legacy(codec, frameType, 'command', 0, 1, length);
  if (codec !== 'avc' && codec !== 'hevc' && codec !== 'av1') {
    return legacy(codec, frameType, frameType && 'frame', 0, 1, length);
  }
  if (length < LEGACY_PACKET_HEADER) return unrecognised(payload, frameType);
  const packet = LEGACY_PACKETS[payload[1]!];
  const compositionTime = packet === 'frame' ? i24At(payload, 2) : 0;
  return legacy(codec, frameType, packet, compositionTime, LEGACY_PACKET_HEADER, length);
}

function legacy(
  codec: VideoCodec | undefined,
  frameType: VideoFrameType | undefined,
  packet: VideoPacketKind | undefined,
  compositionTime: number,
  bodyOffset: number,
  bodyEnd: number,
): VideoHeader {
  return {
    recognised: packet !== undefined,
    codec,
    frameType,
    packet,
    trackId: 0,
    severalTracks: false,
    compositionTime,
    nanosecondOffset: 0,
    bodyOffset,
    bodyEnd,
  };
}

function fromTrack(payload: Uint8Array, track: ExHeader, frameType: VideoFrameType | undefined): VideoHeader {
  const codec = videoCodecOf(track.fourCc);
  const packet = EX_PACKETS[track.packetType];
  let { bodyOffset } = track;
  let compositionTime = 0;
  let whole = true;
  if (track.packetType === CODED_FRAMES && hasCompositionTime(codec)) {
    whole = bodyOffset + 3 <= track.bodyEnd;
    if (whole) {
      compositionTime = i24At(payload, bodyOffset);
      bodyOffset += 3;
    }
  }
  return {
    recognised: whole && packet !== undefined,
    codec,
    frameType,
    packet,
    trackId: track.trackId,
    severalTracks: track.severalTracks,
    compositionTime,
    nanosecondOffset: track.nanosecondOffset,
    bodyOffset,
    bodyEnd: track.bodyEnd,
  };
}

function unrecognised(payload: Uint8Array, frameType: VideoFrameType | undefined): VideoHeader {
  return {
    recognised: false,
    codec: undefined,
    frameType,
    packet: undefined,
    trackId: 0,
    severalTracks: false,
    compositionTime: 0,
    nanosecondOffset: 0,
    bodyOffset: 0,
    bodyEnd: payload.length,
  };
}

function i24At(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8)) >> 8;
}
