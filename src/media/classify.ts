import { audioTracks, readAudioHeader } from './audio-header.js';
import type { MediaKind, MediaMessage } from './media-message.js';
import type { MessageClass } from './message-class.js';
import { OPAQUE } from './message-class.js';
import { readVideoHeader, videoTracks } from './video-header.js';

/** What `message` is to those who relay it. Worked out once per message, from a few bytes; never throws. */
export function classify(message: MediaMessage): MessageClass {
  return message.classifiedBy(classOf);
}

const TRACK_0: readonly number[] = [0];

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
  const { recognised, codec, packet, frameType, trackId, severalTracks } = readVideoHeader(payload);
  if (!recognised || packet === undefined) return OPAQUE;
  const tracks = severalTracks ? trackIds(videoTracks(payload)) : oneTrack(trackId);
  const isFrame = packet === 'frame';
  const isConfiguration = packet === 'sequence-header' || packet === 'metadata';
  return {
    codec,
    tracks,
    isFrame,
    isSequenceHeader: packet === 'sequence-header',
    isConfiguration,
    configurationKey: isConfiguration ? keyOf('video', tracks, packet) : undefined,
    isKeyFrame: isFrame && (frameType === 'key' || frameType === 'generated-key') && tracks.includes(0),
    isInter: isFrame && frameType === 'inter',
    isDisposable: isFrame && frameType === 'disposable',
  };
}

function audioClass(payload: Uint8Array): MessageClass {
  const { recognised, codec, packet, trackId, severalTracks } = readAudioHeader(payload);
  if (!recognised || packet === undefined) return OPAQUE;
  const tracks = severalTracks ? trackIds(audioTracks(payload)) : oneTrack(trackId);
  const isConfiguration = packet === 'sequence-header' || packet === 'multichannel-config';
  return {
    codec,
    tracks,
    isFrame: packet === 'frame',
    isSequenceHeader: packet === 'sequence-header',
    isConfiguration,
    configurationKey: isConfiguration ? keyOf('audio', tracks, packet) : undefined,
    isKeyFrame: false,
    isInter: false,
    isDisposable: false,
  };
}

function oneTrack(trackId: number): readonly number[] {
  return trackId === 0 ? TRACK_0 : [trackId];
}

function trackIds(tracks: Iterable<{ readonly trackId: number }>): readonly number[] {
  const ids = new Set<number>();
  for (const track of tracks) ids.add(track.trackId);
  return [...ids].sort((a, b) => a - b);
}

function keyOf(kind: MediaKind, tracks: readonly number[], packet: string): string {
  return `${kind}:${tracks.join('+')}:${packet}`;
}
