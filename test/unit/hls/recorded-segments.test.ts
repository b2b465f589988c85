import { describe, expect, it } from 'vitest';
import type { SegmentMuxer } from '../../../src/hls/segment-muxer.js';
import { makePiece, planPieces } from '../../../src/hls/recorded-segments.js';
import type { MediaMessage } from '../../../src/media/media-message.js';
import { FakeSource, film } from '../../support/fake-source.js';
import { describeMedia } from '../../support/media-payloads.js';

const reader = (source: FakeSource) => (position: number) => source.segment(position);

/** Shows what it is given; of what comes next, in brackets, only how long the last frame lasts is learnt. */
class FakeMuxer implements SegmentMuxer {
  readonly header = undefined;
  readonly taken: string[] = [];

  accept({ kind, payload }: MediaMessage): boolean {
    this.taken.push(describeMedia(kind, payload));
    return true;
  }

  take(next?: MediaMessage): Uint8Array | undefined {
    if (next !== undefined) this.taken.push(`(${describeMedia(next.kind, next.payload)})`);
    return this.taken.length === 0 ? undefined : new TextEncoder().encode(this.taken.join(', '));
  }
}

async function made(source: FakeSource, length: number): Promise<string[]> {
  const pieces = await planPieces(source, length, reader(source));
  const all = pieces.map((piece) => makePiece(source, piece, reader(source), new FakeMuxer()));
  return (await Promise.all(all)).map((bytes) => new TextDecoder().decode(bytes));
}

const moved = (messages: readonly MediaMessage[], by: number) => messages.map((each) => each.at(each.timestamp + by));

describe('pieces of recorded media', () => {
  it('begin with key frames, and have everything once', async () => {
    const source = new FakeSource(film({ duration: 3000, gop: 1000, frame: 500, sound: 600 }));
    const plan = await planPieces(source, 1000, reader(source));
    expect(plan).toEqual([
      { start: 0, end: 1000, duration: 1000, epoch: 0 },
      { start: 1000, end: 2000, duration: 1000, epoch: 0 },
      { start: 2000, end: Infinity, duration: 500, epoch: 0 },
    ]);
    expect(await made(source, 1000)).toEqual([
      'header sps, header asc, key k0, frame a0, inter p500, frame a600, (key k1000)',
      'header sps, header asc, key k1000, frame a1200, inter p1500, frame a1800, (key k2000)',
      'header sps, header asc, key k2000, frame a2400, inter p2500',
    ]);
  });

  it('are cut anywhere without pictures', async () => {
    const source = new FakeSource(film({ duration: 1000, sound: 250, video: false }));
    expect(await made(source, 500)).toEqual([
      'header asc, frame a0, frame a250, (frame a500)',
      'header asc, frame a500, frame a750',
    ]);
  });

  it('are told apart where the set-up changes, and cut there', async () => {
    const shape = { duration: 3000, gop: 500, frame: 500, audio: false };
    const source = new FakeSource([...film(shape), ...moved(film({ ...shape, label: 'x' }), 3000)]);
    const plan = await planPieces(source, 2000, reader(source));
    expect(plan.map(({ start, end, epoch }) => [start, end, epoch])).toEqual([
      [0, 2000, 0],
      [2000, 3000, 0],
      [3000, 4000, 1],
      [4000, Infinity, 1],
    ]);
    const pieces = await made(source, 2000);
    expect(pieces[1]).toMatch(/^header sps, key k2000, .*\(key xk0\)$/);
    expect(pieces[2]).toMatch(/^header xsps, key xk0, /);
  });

  it('are none of what is empty', async () => {
    expect(
      await planPieces(new FakeSource([]), 1000, () => Promise.resolve({ messages: [], next: undefined })),
    ).toEqual([]);
  });
});
