import { beforeEach, describe, expect, it } from 'vitest';
import type { SharedObjectContent, StorableSharedObject } from '../../../src/sharedobject/shared-object-store.js';
import { SharedObjectFile } from '../../../src/storage/shared-object-file.js';
import { WorkSlots } from '../../../src/storage/work-slots.js';
import { ManualClock } from '../../support/manual-clock.js';

const QUIET = 500;
const MAX_DELAY = 5000;

/** A disk that takes as long as the test wants, and an object that changes. */
class Setting {
  readonly clock = new ManualClock();
  /** Versions in the order in which they were written, 'erased' among them. */
  readonly disk: (number | 'erased')[] = [];
  readonly stored: number[] = [];
  readonly failures: unknown[] = [];
  idle = 0;
  version = 0;
  failing = false;
  /** Holds the disk up until it is called. */
  release: (() => void) | undefined;
  #held: Promise<void> = Promise.resolve();

  readonly object: StorableSharedObject = {
    name: 'a',
    content: () => content(this.version),
    stored: (version) => void this.stored.push(version),
  };

  readonly file = new SharedObjectFile(
    {
      clock: this.clock,
      slots: new WorkSlots(1),
      read: async () => {
        await this.#held;
        const newest = this.disk.at(-1);
        return typeof newest === 'number' ? content(newest) : undefined;
      },
      write: async ({ version }) => {
        await this.#held;
        if (this.failing) throw new Error('no room');
        this.disk.push(version);
      },
      erase: async () => {
        await this.#held;
        this.disk.push('erased');
      },
      failed: (error) => void this.failures.push(error),
      settled: () => undefined,
      idle: () => void this.idle++,
    },
    () => ({ quiet: QUIET, maxDelay: MAX_DELAY }),
  );

  hold(): void {
    this.#held = new Promise((resolve) => (this.release = resolve));
  }

  change(): void {
    this.version++;
    this.file.touch(this.object);
  }

  /** Moves on, and lets what began by that end. */
  async pass(milliseconds: number): Promise<void> {
    for (let left = milliseconds; left > 0; left -= 50) {
      this.clock.advance(Math.min(left, 50));
      await settled();
    }
  }
}

function content(version: number): SharedObjectContent {
  return { name: 'a', version, properties: new Map(), deleted: new Map() };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

let on: Setting;
beforeEach(() => {
  on = new Setting();
});

describe('an object that changed', () => {
  it('is written when it has been quiet', async () => {
    on.change();
    await on.pass(QUIET - 50);
    expect(on.disk).toEqual([]);
    await on.pass(50);
    expect([on.disk, on.stored]).toEqual([[1], [1]]);
    expect(on.clock.timers).toBe(0);
    expect(on.idle).toBe(1);
  });

  it('is written after the longest delay if it goes on changing', async () => {
    for (let time = 0; time < 2 * MAX_DELAY; time += 100) {
      on.change();
      await on.pass(100);
    }
    expect(on.disk).toHaveLength(2);
    await on.pass(QUIET);
    expect(on.disk.at(-1)).toBe(on.version);
  });

  it('is written as it is when the write begins, once for all that waited', async () => {
    on.hold();
    on.version = 1;
    const first = on.file.save(on.object);
    await settled();
    const second = on.file.save(on.object);
    on.change();
    const third = on.file.save(on.object);
    on.version = 7;
    on.release!();
    await Promise.all([first, second, third]);
    expect(on.disk).toEqual([1, 7]);
    expect(on.clock.timers).toBe(0);
  });

  it('is what is loaded meanwhile', async () => {
    on.change();
    expect(await on.file.load()).toEqual(content(1));
    expect(on.disk).toEqual([]);
    await on.pass(QUIET);
    expect(on.disk).toEqual([1]);
  });

  it('is flushed without waiting', async () => {
    on.change();
    await on.file.flush();
    expect(on.disk).toEqual([1]);
    expect(on.clock.timers).toBe(0);
    await on.file.flush();
    expect(on.disk).toEqual([1]);
  });
});

describe('what is asked for happens in its order', () => {
  it('a load after a save', async () => {
    on.hold();
    on.version = 3;
    const saved = on.file.save(on.object);
    const loaded = on.file.load();
    on.release!();
    await saved;
    expect(await loaded).toEqual(content(3));
  });

  it('a removal after a save, and a save after that', async () => {
    on.hold();
    on.version = 1;
    const before = on.file.save(on.object);
    const removed = on.file.remove();
    const gone = on.file.load();
    on.version = 2;
    const after = on.file.save(on.object);
    on.release!();
    await Promise.all([before, removed, after]);
    expect(await gone).toBeUndefined();
    expect(on.disk).toEqual([2, 'erased', 2]);
  });

  it('a change before a removal is forgotten, one after it is not', async () => {
    on.change();
    const removed = on.file.remove();
    on.change();
    await removed;
    await on.pass(QUIET);
    expect(on.disk).toEqual(['erased', 2]);
  });
});

describe('a disk that fails', () => {
  beforeEach(() => {
    on.failing = true;
  });

  it('makes a save fail, and is tried again with longer and longer pauses until it works', async () => {
    on.version = 1;
    await expect(on.file.save(on.object)).rejects.toThrow('no room');
    expect(on.file.isDirty).toBe(true);
    await on.pass(900);
    expect(on.failures).toHaveLength(1);
    await on.pass(100);
    expect(on.failures).toHaveLength(2);
    await on.pass(2000);
    expect(on.failures).toHaveLength(3);
    on.failing = false;
    await on.pass(4000);
    expect([on.disk, on.stored, on.file.isDirty]).toEqual([[1], [1], false]);
  });

  it('is not tried more often because the object changes', async () => {
    for (let time = 0; time < 60_000; time += 500) {
      on.change();
      await on.pass(500);
    }
    expect(on.failures.length).toBeLessThan(8);
    on.failing = false;
    await on.pass(60_000);
    expect(on.disk.at(-1)).toBe(on.version);
  });

  it('loses nothing that is loaded again', async () => {
    on.version = 4;
    await on.file.save(on.object).catch(() => undefined);
    expect(await on.file.load()).toEqual(content(4));
  });

  it('does not bring back what was removed while it failed', async () => {
    on.hold();
    const saved = on.file.save(on.object);
    await settled();
    const removed = on.file.remove();
    on.release!();
    await expect(saved).rejects.toThrow('no room');
    await removed;
    on.failing = false;
    await on.pass(120_000);
    expect(on.disk).toEqual(['erased']);
    expect(on.clock.timers).toBe(0);
  });
});
