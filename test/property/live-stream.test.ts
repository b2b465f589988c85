import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classify } from '../../src/media/classify.js';
import { MediaMessage } from '../../src/media/media-message.js';
import { FlushPace } from '../../src/stream/flush-pace.js';
import type { LivePlayer } from '../../src/stream/live-player.js';
import { LiveStream } from '../../src/stream/live-stream.js';
import type { Publisher } from '../../src/stream/publisher.js';
import { FakeSink } from '../support/fake-sink.js';
import { ManualClock } from '../support/manual-clock.js';
import { aac, avc } from '../support/media-payloads.js';

type Step =
  | { readonly do: 'key' | 'inter' | 'disposable' | 'audio' | 'turn' | 'join' | 'republish' | 'header' }
  | { readonly do: 'leave' | 'pause' | 'goOn'; readonly player: number }
  | { readonly do: 'queue'; readonly player: number; readonly bytes: number }
  | { readonly do: 'wait'; readonly milliseconds: number };

const player = fc.nat({ max: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<Step>(
      { do: 'key' },
      { do: 'audio' },
      { do: 'join' },
      { do: 'wait', milliseconds: 5000 },
    ),
  },
  { weight: 12, arbitrary: fc.constantFrom<Step>({ do: 'inter' }, { do: 'disposable' }, { do: 'turn' }) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ do: 'republish' }, { do: 'header' }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('leave' as const, 'pause' as const, 'goOn' as const, 'goOn' as const),
      player,
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('queue' as const), player, bytes: fc.nat({ max: 11_000 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), milliseconds: fc.nat({ max: 500 }) }) },
);

/** A live stream and its players, taken through random steps. Every frame has a number of its own. */
class Run {
  readonly clock = new ManualClock();
  readonly seats: { sink: FakeSink; player: LivePlayer; joinedAt: number }[] = [];
  readonly sent: MediaMessage[] = [];
  /** Where in {@link sent} the publications begin. */
  readonly beginnings: number[] = [];
  #timestamp = 0;
  #count = 0;
  #publisher: Publisher = makePublisher();
  readonly stream: LiveStream;

  constructor(gopCache: boolean, maxQueueDelay: number) {
    this.stream = new LiveStream('stream', this.clock, new FlushPace(), {
      gopCache: { enabled: gopCache, maxTime: 200, maxSize: 100 },
      playerQueue: { maxSize: 10_000, maxDelay: 0, stallTimeout: 5000 },
      maxQueueDelay,
      maxQueueSize: 300,
      timestamps: 'asSent',
    });
    this.#publish();
    this.take({ do: 'join' });
  }

  take(one: Step): void {
    switch (one.do) {
      case 'key':
      case 'inter':
      case 'disposable':
      case 'header':
        return this.#send('video', avc[one.do](`${++this.#count}`));
      case 'audio':
        return this.#send('audio', aac.frame(`${++this.#count}`));
      case 'turn':
        return this.clock.turn();
      case 'wait':
        return this.clock.advance(one.milliseconds);
      case 'join': {
        const sink = new FakeSink();
        this.seats.push({ sink, player: this.stream.join(sink), joinedAt: this.sent.length });
        return;
      }
      case 'republish':
        this.stream.detach(this.#publisher);
        this.#timestamp = 0;
        this.#publisher = makePublisher();
        return this.#publish();
      case 'leave':
      case 'pause':
      case 'goOn':
      case 'queue':
        return this.#withPlayer(one);
    }
  }

  #withPlayer(one: Step & { player: number }): void {
    const seat = this.seats[one.player % this.seats.length];
    if (seat === undefined || !this.stream.players.has(seat.player)) return;
    if (one.do === 'queue') seat.sink.queuedBytes = one.bytes;
    else if (one.do === 'leave') this.stream.leave(seat.player);
    else this.stream.pause(seat.player, one.do === 'pause');
  }

  #publish(): void {
    this.beginnings.push(this.sent.length);
    this.stream.attach(this.#publisher);
    this.#send('video', avc.header('sps'));
  }

  #send(kind: 'audio' | 'video', payload: Uint8Array): void {
    const message = new MediaMessage(kind, (this.#timestamp += 10), payload);
    this.sent.push(message);
    this.stream.receive(message);
  }
}

function makePublisher(): Publisher {
  return { clientId: 'p', isAlive: () => Promise.resolve(true), dismissed: () => undefined };
}

function runs(steps: readonly Step[], gopCache: boolean, maxQueueDelay: number): Run {
  const run = new Run(gopCache, maxQueueDelay);
  for (const one of steps) run.take(one);
  run.clock.advance(1000);
  return run;
}

const numRuns = 400;
const settings = [
  fc.array(step, { minLength: 20, maxLength: 200, size: 'max' }),
  fc.boolean(),
  fc.constantFrom(0, 100),
] as const;

test('whoever plays can decode every video frame that it gets', () => {
  fc.assert(
    fc.property(...settings, (steps, gopCache, maxQueueDelay) => {
      const { seats, sent, beginnings } = runs(steps, gopCache, maxQueueDelay);
      const order = new Map(sent.map(({ payload }, i) => [payload, i]));
      const video = sent.flatMap(({ kind, payload }, i) =>
        kind === 'video' ? [{ i, is: classify(sent[i]!), payload }] : [],
      );
      for (const { sink } of seats) {
        let last: number | undefined;
        for (const message of sink.messages.filter(({ kind }) => kind === 'video')) {
          const is = classify(message);
          if (is.isConfiguration) continue;
          const at = order.get(message.payload)!;
          if (!is.isKeyFrame) {
            expect(last, 'a frame before any key frame').toBeDefined();
            const between = beginnings.filter((beginning) => beginning > last! && beginning <= at);
            expect(between, 'a frame of another publication than its key frame').toEqual([]);
            const missed = video.filter(
              ({ i, is: other }) => i > last! && i < at && other.isFrame && !other.isDisposable,
            );
            expect(missed, 'frames that this one refers to').toEqual([]);
          }
          if (!is.isDisposable) last = at;
        }
      }
    }),
    { numRuns, seed: 1 },
  );
});

test('every message comes at most once, in the order in which it was sent, and time never runs back', () => {
  fc.assert(
    fc.property(...settings, (steps, gopCache, maxQueueDelay) => {
      const { seats, sent } = runs(steps, gopCache, maxQueueDelay);
      const order = new Map(sent.map(({ payload }, i) => [payload, i]));
      for (const { sink } of seats) {
        const frames = sink.messages.filter((message) => !classify(message).isConfiguration);
        const places = frames.map(({ payload }) => order.get(payload)!);
        expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
        const times = sink.messages.map(({ timestamp }) => timestamp);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }
    }),
    { numRuns, seed: 2 },
  );
});

test('a player that is neither slow nor paused misses nothing after its first key frame', () => {
  fc.assert(
    fc.property(...settings, (steps, gopCache, maxQueueDelay) => {
      const calm = steps.filter(({ do: what }) => !['queue', 'pause', 'leave', 'republish'].includes(what));
      const { seats, sent } = runs(calm, gopCache, maxQueueDelay);
      for (const { sink } of seats) {
        const heard = sink.messages.map(({ payload }) => payload);
        const first = sink.messages.findIndex((message) => classify(message).isKeyFrame);
        if (first < 0) continue;
        expect(heard.slice(first)).toEqual(
          sent.map(({ payload }) => payload).slice(sent.findIndex(({ payload }) => payload === heard[first])),
        );
      }
    }),
    { numRuns, seed: 3 },
  );
});

test('players that are in step share their batches', () => {
  fc.assert(
    fc.property(...settings, (steps, gopCache, maxQueueDelay) => {
      const calm = steps.filter(({ do: what }) => !['queue', 'pause', 'leave'].includes(what));
      const run = runs(calm, gopCache, maxQueueDelay);
      run.take({ do: 'key' });
      run.clock.advance(1000);
      run.take({ do: 'inter' });
      run.take({ do: 'audio' });
      run.clock.advance(1000);
      expect(new Set(run.seats.map(({ sink }) => sink.batches.at(-1))).size).toBeLessThanOrEqual(1);
    }),
    { numRuns: 100, seed: 4 },
  );
});

test('when all is over no timer is left', () => {
  fc.assert(
    fc.property(...settings, (steps, gopCache, maxQueueDelay) => {
      const run = new Run(gopCache, maxQueueDelay);
      for (const one of steps) run.take(one);
      run.stream.detach(run.stream.publisher!);
      for (const { player: one } of run.seats) run.stream.leave(one);
      expect(run.clock.timers).toBe(0);
      expect(run.stream.isUnused).toBe(true);
    }),
    { numRuns: 100, seed: 5 },
  );
});
