import { describe, expect, it } from 'vitest';
import { SegmentWindow } from '../../../src/hls/segment-window.js';

const part = { bytes: new Uint8Array(50), duration: 1, isIndependent: false };

function filled(
  count: number,
  options = { segments: 4, duration: 0, maxBytes: 1000 },
  discontinuityAt = -1,
): SegmentWindow {
  const window = new SegmentWindow(options);
  for (let sequence = 0; sequence < count; sequence++) {
    window.add({
      ...{ sequence, epoch: { number: 0, header: undefined }, parts: [part, part] },
      bytes: new Uint8Array(100),
      duration: 2,
      discontinuity: sequence === discontinuityAt,
      date: () => 0,
    });
  }
  return window;
}

const shown = (window: SegmentWindow): number[] => window.shown.map(({ sequence }) => sequence);

describe('SegmentWindow', () => {
  it('shows the newest, and keeps some behind them', () => {
    const window = filled(10);
    expect(shown(window)).toEqual([6, 7, 8, 9]);
    expect([2, 3, 6].map((sequence) => window.find(sequence)?.sequence)).toEqual([undefined, 3, 6]);
    expect(window.bytes).toBe(700);
  });

  it('counts the discontinuities that have gone by', () => {
    expect(filled(4, undefined, 2).discontinuitySequence).toBe(0);
    expect(filled(7, undefined, 2).discontinuitySequence).toBe(1);
  });

  it('keeps to its bytes, but not below three segments', () => {
    expect(shown(filled(10, { segments: 6, duration: 0, maxBytes: 450 }))).toEqual([6, 7, 8, 9]);
    expect(shown(filled(10, { segments: 6, duration: 0, maxBytes: 1 }))).toEqual([7, 8, 9]);
  });

  it('shows as many as the time asks for', () => {
    expect(shown(filled(20, { segments: 3, duration: 13, maxBytes: 10_000 }))).toEqual([13, 14, 15, 16, 17, 18, 19]);
  });

  it('knows what there is of the segment that is being made', () => {
    const window = filled(3);
    const epoch = { number: 1, header: Uint8Array.of(1) };
    expect(window.hasReached(3, 0)).toBe(false);
    window.grow({ sequence: 3, epoch, discontinuity: true, parts: [part] });
    const reached = [[2], [3], [2, 1], [2, 2], [3, 0], [3, 1], [4, 0]].map(([at, index]) =>
      window.hasReached(at!, index),
    );
    expect(reached).toEqual([true, false, true, true, true, false, false]);
    expect([window.part(3, 0), window.part(2, 1), window.part(3, 1)]).toEqual([part, part, undefined]);
    expect([window.epoch(1), window.epoch(0)?.number, window.epoch(2)]).toEqual([epoch, 0, undefined]);
    expect(filled(3).hasReached(2, 2)).toBe(false);
  });
});
