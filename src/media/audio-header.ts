import type { AudioCodec } from './audio-codec.js';
import { audioCodecOf, EX_AUDIO, LEGACY_AUDIO_CODECS } from './audio-codec.js';
import type { ExHeader } from './ex-header.js';
import { readModEx, readTrackHeader, readTracks } from './ex-header.js';

export type AudioPacketKind = 'sequence-header' | 'frame' | 'sequence-end' | 'multichannel-config';

/** What the first bytes of an audio message say. */
export interface AudioHeader {
  /** False when the bytes do not make a header: the message passes through as it is. */
  readonly recognised: boolean;
  /** Undefined when the codec has no name here, and for silence. */
  readonly codec: AudioCodec | undefined;
  readonly packet: AudioPacketKind | undefined;
  /** 0 unless the message is a multitrack one; the first of them when there are several. */
  readonly trackId: number;
  /** Further tracks may follow: `audioTracks` gives them all. */
  readonly severalTracks: boolean;
  /** 0 to 999,999 nanoseconds to add to the message's timestamp. */
  readonly nanosecondOffset: number;
  /** Where codec data begins and ends in the payload. */
  readonly bodyOffset: number;
  readonly bodyEnd: number;
}

/** AudioPacketType of Enhanced RTMP v2. */
const EX_PACKETS: readonly (AudioPacketKind | undefined)[] = [
  'sequence-header',
  'frame',
  'sequence-end',
  undefined,
  'multichannel-config',
];
const MULTITRACK = 5;

const AAC_PACKETS: readonly (AudioPacketKind | undefined)[] = ['sequence-header', 'frame'];

/**
 * Reads the header of an audio message, legacy or Enhanced RTMP v2 (ExAudioTagHeader). An empty message is
 * a frame of silence. Never throws, never looks at codec data, allocates nothing but the answer.
 */
export function readAudioHeader(payload: Uint8Array): AudioHeader {
  const first = payload[0];
  if (first === undefined) return plain(undefined, 'frame', 0, 0);
  if (first >> 4 === EX_AUDIO) {
    const start = readModEx(payload);
    const track = start && readTrackHeader(payload, start, MULTITRACK);
    return track === undefined ? plain(undefined, undefined, 0, payload.length) : fromTrack(track);
  }
  const codec = LEGACY_AUDIO_CODECS[first >> 4];
  if (codec !== 'aac') return plain(codec, 'frame', 1, payload.length);
  const packetType = payload[1];
  if (packetType === undefined) return plain(codec, undefined, 1, payload.length);
  return plain(codec, AAC_PACKETS[packetType], 2, payload.length);
}

/** All tracks of an audio message in order: one for most messages, none when the header is not recognised. */
export function* audioTracks(payload: Uint8Array): Generator<AudioHeader, void, undefined> {
  const header = readAudioHeader(payload);
  if (!header.recognised) return;
  const start = header.severalTracks ? readModEx(payload) : undefined;
  if (start === undefined) {
    yield header;
    return;
  }
  for (const track of readTracks(payload, start, MULTITRACK)) yield fromTrack(track);
}

function plain(
  codec: AudioCodec | undefined,
  packet: AudioPacketKind | undefined,
  bodyOffset: number,
  bodyEnd: number,
): AudioHeader {
  return {
    recognised: packet !== undefined,
    codec,
    packet,
    trackId: 0,
    severalTracks: false,
    nanosecondOffset: 0,
    bodyOffset,
    bodyEnd,
  };
}

function fromTrack(track: ExHeader): AudioHeader {
  const packet = EX_PACKETS[track.packetType];
  return {
    recognised: packet !== undefined,
    codec: audioCodecOf(track.fourCc),
    packet,
    trackId: track.trackId,
    severalTracks: track.severalTracks,
    nanosecondOffset: track.nanosecondOffset,
    bodyOffset: track.bodyOffset,
    bodyEnd: track.bodyEnd,
  };
}
