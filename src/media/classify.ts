import { audioTracks, readAudioHeader } from './audio-header.js';
import type { AudioCodec } from './audio-codec.js';
import type { MediaKind, MediaMessage } from './media-message.js';
import type { MessageClass } from './message-class.js';
import { OPAQUE } from './message-class.js';
import type { VideoCodec } from './video-codec.js';
import { readVideoHeader, videoTracks } from './video-header.js';

/** What `message` is to those who relay it. Worked out once per message, from a few bytes; never throws. */
export function classify(message: MediaMessage): MessageClass {
  return message.classifiedBy(classOf);
}

interface Track {
  readonly trackId: number;
  readonly codec: VideoCodec | AudioCodec | undefined;
}

interface Tracks {
  readonly codec: VideoCodec | AudioCodec | undefined;
  readonly ids: readonly number[];
}

const TRACK_0: readonly number[] = [0];
const NONE: readonly string[] = [];

function classOf(message: MediaMessage): MessageClass {
  switch (message.kind) {
    case 'video':
      return videoClass(message.payload);
    case 'audio':
      return audioClass(message.payload);
    case 'data':
      return OPAQUE;
  }
}

function videoClass(payload: Uint8Array): MessageClass {
  const header = readVideoHeader(payload);
  const { packet, frameType } = header;
  if (!header.recognised || packet === undefined) return OPAQUE;
  const { codec, ids } = header.severalTracks ? several(videoTracks(payload)) : single(header);
  const isFrame = packet === 'frame';
  const isSequenceHeader = packet === 'sequence-header';
  const isConfiguration = isSequenceHeader || packet === 'metadata';
  return {
    codec,
    tracks: ids,
    isFrame,
    isSequenceHeader,
    isConfiguration,
    configurationKey: isConfiguration ? keyOf('video', ids, packet) : undefined,
    outdatedKeys: isSequenceHeader ? outdatedBy('video', ids, 'metadata') : NONE,
    isKeyFrame: isFrame && (frameType === 'key' || frameType === 'generated-key') && ids[0] === 0,
    isInter: isFrame && frameType === 'inter',
    isDisposable: isFrame && frameType === 'disposable',
  };
}

function audioClass(payload: Uint8Array): MessageClass {
  const header = readAudioHeader(payload);
  const { packet } = header;
  if (!header.recognised || packet === undefined) return OPAQUE;
  const { codec, ids } = header.severalTracks ? several(audioTracks(payload)) : single(header);
  const isSequenceHeader = packet === 'sequence-header';
  const isConfiguration = isSequenceHeader || packet === 'multichannel-config';
  return {
    codec,
    tracks: ids,
    isFrame: packet === 'frame',
    isSequenceHeader,
    isConfiguration,
    configurationKey: isConfiguration ? keyOf('audio', ids, packet) : undefined,
    outdatedKeys: isSequenceHeader ? outdatedBy('audio', ids, 'multichannel-config') : NONE,
    isKeyFrame: false,
    isInter: false,
    isDisposable: false,
  };
}

function single({ trackId, codec }: Track): Tracks {
  return { codec, ids: trackId === 0 ? TRACK_0 : [trackId] };
}

function several(tracks: Iterable<Track>): Tracks {
  const byId = new Map<number, Track['codec']>();
  for (const { trackId, codec } of tracks) if (!byId.has(trackId)) byId.set(trackId, codec);
  const ids = [...byId.keys()].sort((a, b) => a - b);
  return { codec: byId.get(ids[0] ?? 0), ids };
}

function keyOf(kind: MediaKind, ids: readonly number[], packet: string): string {
  return `${kind}:${ids.join('+')}:${packet}`;
}

function outdatedBy(kind: MediaKind, ids: readonly number[], packet: string): readonly string[] {
  const together = keyOf(kind, ids, packet);
  if (ids.length === 1) return [together];
  return [together, ...ids.flatMap((id) => [`${kind}:${id}:${packet}`, `${kind}:${id}:sequence-header`])];
}
