import type { AudioCodec } from './audio-codec.js';
import { audioTracks } from './audio-header.js';
import type { MediaMessage } from './media-message.js';
import type { VideoCodec } from './video-codec.js';
import { videoTracks } from './video-header.js';

/** What a message brings of one track. */
export type StreamPacket = VideoPacket | AudioPacket;

interface Packet {
  /** As `video:0`. */
  readonly track: string;
  readonly trackId: number;
  /** A sequence header; otherwise a frame. */
  readonly isConfiguration: boolean;
  readonly body: Uint8Array;
  /** Milliseconds, signed. */
  readonly compositionTime: number;
  /** Milliseconds below one to add to the timestamp. */
  readonly fraction: number;
  readonly isKeyFrame: boolean;
}

export interface VideoPacket extends Packet {
  readonly kind: 'video';
  readonly codec: VideoCodec;
}

export interface AudioPacket extends Packet {
  readonly kind: 'audio';
  readonly codec: AudioCodec;
}

/** The sequence headers and frames of a message, one for each of its tracks; commands, ends and silence are none. */
export function packetsOf({ kind, payload }: MediaMessage): readonly StreamPacket[] {
  switch (kind) {
    case 'video':
      return [...videoPackets(payload)];
    case 'audio':
      return [...audioPackets(payload)];
    case 'data':
      return [];
  }
}

const NANOSECONDS = 1e6;

function* videoPackets(payload: Uint8Array): Generator<VideoPacket, void, undefined> {
  for (const { codec, packet, trackId, frameType, bodyOffset, bodyEnd, ...times } of videoTracks(payload)) {
    const isConfiguration = packet === 'sequence-header';
    if (codec === undefined || (!isConfiguration && packet !== 'frame') || bodyOffset >= bodyEnd) continue;
    yield {
      kind: 'video',
      track: `video:${trackId}`,
      trackId,
      codec,
      isConfiguration,
      body: payload.subarray(bodyOffset, bodyEnd),
      compositionTime: times.compositionTime,
      fraction: times.nanosecondOffset / NANOSECONDS,
      isKeyFrame: frameType === 'key' || frameType === 'generated-key',
    };
  }
}

function* audioPackets(payload: Uint8Array): Generator<AudioPacket, void, undefined> {
  for (const { codec, packet, trackId, nanosecondOffset, bodyOffset, bodyEnd } of audioTracks(payload)) {
    const isConfiguration = packet === 'sequence-header';
    if (codec === undefined || (!isConfiguration && packet !== 'frame')) continue;
    // Opus may do without the contents of its header; anything else that is empty says nothing.
    if (bodyOffset >= bodyEnd && !(isConfiguration && codec === 'opus')) continue;
    yield {
      kind: 'audio',
      track: `audio:${trackId}`,
      trackId,
      codec,
      isConfiguration,
      body: payload.subarray(bodyOffset, bodyEnd),
      compositionTime: 0,
      fraction: nanosecondOffset / NANOSECONDS,
      isKeyFrame: true,
    };
  }
}
