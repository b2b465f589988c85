import type { RecordedPlayerOptions, RecordedStart } from '../../src/stream/recorded-player.js';
import { RecordedPlayer } from '../../src/stream/recorded-player.js';
import { SegmentCache } from '../../src/stream/segment-cache.js';
import { FakeRecordedSink } from './fake-recorded-sink.js';
import type { FakeSource } from './fake-source.js';
import { ManualClock } from './manual-clock.js';
import { settled } from './settled.js';

/** A recorded player between a source and a sink of a test, on a clock that stands still. */
export class RecordedRun {
  readonly clock = new ManualClock();
  readonly cache = new SegmentCache();
  readonly sink = new FakeRecordedSink();
  readonly player: RecordedPlayer;
  bufferLength = 0;

  constructor(
    readonly source: FakeSource,
    options: Partial<RecordedPlayerOptions> = {},
    unpaced = false,
  ) {
    const all = { minBufferTime: 2000, maxQueuedBytes: 1_000_000, ...options };
    const { cache, sink, clock } = this;
    this.player = new RecordedPlayer(source, cache, sink, clock, all, () => this.bufferLength, unpaced);
  }

  async play(start: Partial<RecordedStart> = {}): Promise<void> {
    this.player.play({ time: 0, manner: 'exact', ...start });
    await settled(this.clock);
  }

  async pass(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += 100) {
      this.clock.advance(100);
      await settled(this.clock);
    }
  }

  /** The highest timestamp that was sent since the last time; undefined if nothing was. */
  sentUpTo(): number | undefined {
    const { messages } = this.sink;
    this.sink.batches.length = 0;
    return messages.length === 0 ? undefined : Math.max(...messages.map(({ timestamp }) => timestamp));
  }
}
