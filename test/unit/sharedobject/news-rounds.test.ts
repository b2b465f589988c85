import { describe, expect, it } from 'vitest';
import { NewsRounds } from '../../../src/sharedobject/news-rounds.js';
import { ManualClock } from '../../support/manual-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';

/** Rounds in which telling takes `cost` milliseconds, and who tells in them. */
class Room {
  readonly clock = new ManualClock();
  readonly logger = new RecordingLogger();
  readonly told: string[] = [];
  readonly recorded: (readonly number[])[] = [];
  delay = 0;
  cost = 0;
  readonly rounds = new NewsRounds(
    this.clock,
    {
      delay: (maxDelay) => Math.min(this.delay, maxDelay),
      record: (start, end, news) => void this.recorded.push([end - start, news]),
    },
    this.logger,
  );

  teller(name: string, news = 1, meanwhile?: () => void, lane = 0) {
    return {
      lane,
      tell: () => {
        this.told.push(name);
        this.clock.sleep(this.cost);
        meanwhile?.();
        return news;
      },
    };
  }

  /** When rounds begin, while there is news every millisecond. */
  beginnings(milliseconds: number): number[] {
    const begin = this.clock.now();
    const at: number[] = [];
    const teller = this.teller('busy', 1, () => at.push(this.clock.now() - this.cost - begin));
    while (this.clock.now() < begin + milliseconds) {
      this.rounds.plan(teller);
      this.clock.advance(1);
    }
    return at;
  }
}

describe('what is new', () => {
  it('is told at the end of the turn, that of all objects in one round', () => {
    const room = new Room();
    const [a, b] = [room.teller('a'), room.teller('b', 3)];
    room.rounds.plan(a);
    room.rounds.plan(b);
    room.rounds.plan(a);
    expect(room.told).toEqual([]);
    room.clock.turn();
    expect([room.told, room.recorded]).toEqual([['a', 'b'], [[0, 2]]]);
  });

  it('is told seldom where telling takes long, and so in less than half of the time', () => {
    const room = new Room();
    room.cost = 12;
    const beginnings = room.beginnings(2000).slice(-20);
    const spacings = beginnings.slice(1).map((at, index) => at - beginnings[index]!);
    expect(Math.min(...spacings)).toBeGreaterThan(2 * 12);
    expect(Math.max(...spacings)).toBeLessThan(3.5 * 12);
  });

  it('waits 100 milliseconds at most, however long telling takes', () => {
    const room = new Room();
    room.cost = 60;
    const beginnings = room.beginnings(3000).slice(-10);
    expect(beginnings[1]! - beginnings[0]!).toBeGreaterThanOrEqual(100);
    expect(beginnings[1]! - beginnings[0]!).toBeLessThan(105);
  });

  it('is told at once when the last round is long ago, though it took long', () => {
    const room = new Room();
    room.cost = 20;
    room.beginnings(500);
    room.clock.advance(200);
    room.rounds.plan(room.teller('a'));
    room.clock.turn();
    expect(room.told.at(-1)).toBe('a');
  });

  it('waits while the whole process is busy', () => {
    const room = new Room();
    room.delay = 1000;
    expect(room.beginnings(100)).toEqual([0, 25, 50, 75, 100]);
  });

  it('of an object that nobody uses any more is not told, and no timer is left', () => {
    const room = new Room();
    room.delay = 25;
    const [a, b] = [room.teller('a'), room.teller('b')];
    room.rounds.now(a);
    room.rounds.plan(a);
    room.rounds.plan(b);
    room.rounds.cancel(a);
    expect(room.clock.timers).toBe(1);
    room.rounds.cancel(b);
    expect(room.clock.timers).toBe(0);
    room.rounds.plan(b);
    room.clock.advance(100);
    expect(room.told).toEqual(['a', 'b']);
  });

  it('of an object that fails keeps no other from telling, now or later', () => {
    const room = new Room();
    const broken = room.teller('broken', 1, () => {
      throw new Error('broken');
    });
    const good = room.teller('good');
    for (const teller of [broken, good]) room.rounds.plan(teller);
    room.clock.turn();
    room.rounds.plan(good);
    room.clock.turn();
    expect([room.told, room.logger.at('error').length]).toEqual([['broken', 'good', 'good'], 1]);
  });

  it('counts for nothing if there was nothing', () => {
    const room = new Room();
    room.rounds.plan(room.teller('a', 0));
    room.clock.turn();
    expect([room.told, room.recorded]).toEqual([['a'], []]);
  });
});

describe('several lanes', () => {
  it('tell in turn, each in a round of its own, at once where the last rounds are long ago', () => {
    const room = new Room();
    room.cost = 10;
    const lanes = [0, 1, 2].map((lane) => room.teller(`lane ${lane}`, 1, undefined, lane));
    for (const lane of lanes) room.rounds.plan(lane);
    const begin = room.clock.now();
    room.clock.turn();
    expect([room.told, room.clock.now() - begin]).toEqual([['lane 0', 'lane 1', 'lane 2'], 30]);
    expect(room.recorded).toHaveLength(3);
  });

  it('together leave more than half of the time, and each is told as often as the others', () => {
    const room = new Room();
    room.cost = 4;
    const lanes = [0, 1, 2, 3].map((lane) => room.teller(`${lane}`, 1, undefined, lane));
    const begin = room.clock.now();
    while (room.clock.now() < begin + 1000) {
      for (const lane of lanes) room.rounds.plan(lane);
      room.clock.advance(1);
    }
    const share = (room.told.length * room.cost) / (room.clock.now() - begin);
    expect(share).toBeGreaterThan(0.33);
    expect(share).toBeLessThan(0.45);
    const times = lanes.map((_, lane) => room.told.filter((told) => told === `${lane}`).length);
    expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(2);
  });
});

describe('what comes behind a round', () => {
  it('comes once everything is told, what was told within it at once included; one that fails harms no other', () => {
    const room = new Room();
    const inner = room.teller('inner');
    const said = (what: string) => () => void room.told.push(what);
    const outer = room.teller('outer', 1, () => {
      room.rounds.afterwards(() => {
        throw new Error('broken');
      });
      room.rounds.afterwards(said('behind'));
      room.rounds.now(inner);
    });
    room.rounds.plan(outer);
    room.rounds.plan(room.teller('other'));
    room.clock.turn();
    expect(room.told).toEqual(['outer', 'inner', 'other', 'behind']);
    expect(room.logger.at('error')).toHaveLength(1);
    expect(room.recorded).toHaveLength(1);
  });

  it('comes at once where there is none', () => {
    const room = new Room();
    room.rounds.afterwards(() => void room.told.push('now'));
    expect(room.told).toEqual(['now']);
  });
});
