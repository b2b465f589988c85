import { readAudioHeader } from '../../src/media/audio-header.js';
import type { MediaMessage } from '../../src/media/media-message.js';
import type { MediaSegment, MediaSource } from '../../src/media/media-source.js';
import { readVideoHeader } from '../../src/media/video-header.js';

/** Every segment of recorded media, from a position on to the end of what there is. */
export async function segmentsFrom(source: MediaSource, position: number): Promise<MediaSegment[]> {
  const segments: MediaSegment[] = [];
  for (let at: number | undefined = position; at !== undefined; at = segments.at(-1)!.next) {
    segments.push(await source.segment(at));
  }
  return segments;
}

/** Setup and every message of recorded media, from `time` on. */
export async function playedFrom(source: MediaSource, time: number): Promise<MediaMessage[]> {
  const point = await source.seek(time);
  if (point === undefined) return [];
  const segments = await segmentsFrom(source, point.position);
  return [...point.setup, ...segments.flatMap(({ messages }) => messages)];
}

/** A frame without its header. */
export interface PlayedFrame {
  readonly kind: 'audio' | 'video';
  readonly dts: number;
  readonly pts: number;
  readonly isKey: boolean;
  readonly body: Uint8Array;
}

/** The frames among messages, of one kind. */
export function framesOf(messages: readonly MediaMessage[], kind: 'audio' | 'video'): PlayedFrame[] {
  return messages.flatMap((message): PlayedFrame[] => {
    if (message.kind !== kind) return [];
    const { timestamp: dts, payload } = message;
    if (kind === 'audio') {
      const { packet, bodyOffset } = readAudioHeader(payload);
      return packet === 'frame' ? [{ kind, dts, pts: dts, isKey: true, body: payload.subarray(bodyOffset) }] : [];
    }
    const { packet, bodyOffset, compositionTime, frameType } = readVideoHeader(payload);
    if (packet !== 'frame') return [];
    const isKey = frameType === 'key';
    return [{ kind, dts, pts: dts + compositionTime, isKey, body: payload.subarray(bodyOffset) }];
  });
}
