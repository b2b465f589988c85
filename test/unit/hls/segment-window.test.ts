import { describe, expect, it } from 'vitest';
import { SegmentWindow } from '../../../src/hls/segment-window.js';

function filled(count: number, options = { segments: 4, maxBytes: 1000 }, discontinuityAt = -1): SegmentWindow {
  const window = new SegmentWindow(options);
  for (let sequence = 0; sequence < count; sequence++) {
    window.add({
      sequence,
      bytes: new Uint8Array(100),
      duration: 2,
      discontinuity: sequence === discontinuityAt,
      date: 0,
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
    expect(shown(filled(10, { segments: 6, maxBytes: 450 }))).toEqual([6, 7, 8, 9]);
    expect(shown(filled(10, { segments: 6, maxBytes: 1 }))).toEqual([7, 8, 9]);
  });
});
