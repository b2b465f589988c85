import { describe, expect, it } from 'vitest';
import type { MadePiece } from '../../../src/web/piece-cache.js';
import { PieceCache } from '../../../src/web/piece-cache.js';
import { FakeSource } from '../../support/fake-source.js';

function counted(budget = 10_000) {
  const cache = new PieceCache(() => budget);
  let made = 0;
  const make = (): Promise<MadePiece> => {
    made++;
    return Promise.resolve({ bytes: new Uint8Array(1000), header: undefined });
  };
  return { cache, make, made: () => made };
}

describe('PieceCache', () => {
  it('makes a piece once for all who ask for it, at once or later', async () => {
    const { cache, make, made } = counted();
    const source = new FakeSource([]);
    const [a, b] = await Promise.all([cache.piece(source, '0', make), cache.piece(source, '0', make)]);
    expect(await cache.piece(source, '0', make)).toBe(a);
    expect([b === a, made()]).toEqual([true, 1]);
    await cache.piece(new FakeSource([]), '0', make);
    expect(made()).toBe(2);
  });

  it('forgets what nobody has asked for longest, when it has more than it may', async () => {
    const { cache, make, made } = counted(4000);
    const source = new FakeSource([]);
    for (const name of ['0', '1', '0', '2', '0']) await cache.piece(source, name, make);
    expect([made(), cache.bytes]).toEqual([3, 3000]);
    await cache.piece(source, '1', make);
    expect([made(), cache.bytes]).toEqual([4, 3000]);
  });

  it('keeps nothing of what grows, nor of what failed', async () => {
    const { cache, make, made } = counted();
    const source = new FakeSource([]);
    await expect(cache.piece(source, '0', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    source.isGrowing = true;
    await cache.piece(source, '0', make);
    await cache.piece(source, '0', make);
    expect([made(), cache.bytes]).toEqual([2, 0]);
  });
});
