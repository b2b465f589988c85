import { describe, expect, it } from 'vitest';
import { FlvParser } from '../../../src/flv/index.js';
import { MediaBatch } from '../../../src/media/media-batch.js';
import type { MediaKind } from '../../../src/media/media-message.js';
import { MediaMessage } from '../../../src/media/media-message.js';
import type { MediaFormat } from '../../../src/media/media-format.js';
import { FlvBeginning } from '../../../src/web/flv-beginning.js';

const UNKNOWN: MediaFormat = { audio: undefined, video: undefined };
const VIDEO: MediaFormat = {
  audio: undefined,
  video: { codec: 'avc', codecString: 'avc1', width: 1, height: 1, frameRate: 25 },
};

function batch(...kinds: readonly MediaKind[]): MediaBatch {
  return new MediaBatch(kinds.map((kind, index) => new MediaMessage(kind, index, Uint8Array.of(1, 2))));
}

describe('the beginning of FLV for a player', () => {
  it.each([
    ['audio and video in one batch', [batch('audio', 'video')], UNKNOWN, false, [true]],
    [
      'one after the other',
      [batch('data', 'video'), batch('video'), batch('audio')],
      UNKNOWN,
      false,
      [false, false, true],
    ],
    ['audio, and video that the stream has shown', [batch('audio')], VIDEO, false, [true]],
    ['video only, of a stream that is known', [batch('video')], VIDEO, true, [true]],
    ['video only, of a new stream', [batch('video')], VIDEO, false, [false]],
    ['data only', [batch('data')], UNKNOWN, true, [false]],
  ])('%s', (_what, batches, format, isComplete, begins) => {
    const beginning = new FlvBeginning();
    expect(batches.map((each) => beginning.accept(each, format, isComplete))).toEqual(begins);
  });

  it.each([
    [['audio', 'video'], { hasAudio: true, hasVideo: true }],
    [['video'], { hasAudio: false, hasVideo: true }],
    [['audio', 'data'], { hasAudio: true, hasVideo: false }],
    [['data'], { hasAudio: true, hasVideo: true }],
  ] as const)('%j are written behind a header that says so', (kinds, flags) => {
    const beginning = new FlvBeginning();
    beginning.accept(batch(...kinds), UNKNOWN, false);
    expect(beginning.heldBytes).toBe(kinds.length * 2);
    const parser = new FlvParser();
    for (const part of beginning.take()) parser.receive(part);
    const tags = kinds.map(() => parser.read()?.payload.length);
    expect(parser.header).toMatchObject(flags);
    expect(tags).toEqual(kinds.map(() => 2));
  });
});
