import type { Refusal } from '../application/refusal.js';
import type { PlaylistTime } from '../stream/playlist-time.js';
import { LivePlayback } from './live-playback.js';
import type { NetStream } from './net-stream.js';
import type { OpenedItem } from './open-item.js';
import { openItem } from './open-item.js';
import { PlayNotices } from './play-notices.js';
import { RecordedPlayback } from './recorded-playback.js';
import { refusePlay } from './refuse-play.js';
import type { ItemOwner, ItemPlayback, PlayItem, Transition } from './stream-use.js';

const noKeyFrame: Refusal = {
  rule: 'a stream is switched to at a key frame',
  reason: 'failed',
  description: 'There is no later key frame to switch at.',
};

const nobodyPublishes: Refusal = {
  rule: 'a live stream is switched to while it is published',
  reason: 'not-found',
  description: 'The stream to switch to is not published.',
};

/**
 * A player goes over from what it plays to another stream (play2). Between streams of the same content it does so
 * where the new one has a key frame; until then the old one goes on, so that there is no gap and no step back.
 */
export class StreamChange {
  #isCancelled = false;
  #next: ItemPlayback | undefined;

  constructor(
    private readonly stream: NetStream,
    private readonly current: ItemPlayback,
    private readonly time: PlaylistTime,
    private readonly owner: ItemOwner,
    /** The other one takes the place of the current one, which is to be ended. */
    private readonly replace: (next: ItemPlayback) => void,
  ) {}

  /** @param from milliseconds of the client's own time before which it does not change; undefined for as soon as can be */
  async begin(item: PlayItem, transition: Transition, from?: number): Promise<void> {
    const opened = await openItem(this.stream, item, this.time, this.owner);
    if (opened === undefined) return;
    if (this.#isCancelled) return opened.playback.end();
    this.#next = opened.playback;
    const { current } = this;
    if (transition === 'switch' && opened.kind === 'recorded' && current instanceof RecordedPlayback) {
      return this.#switchRecorded(opened.playback, current, from);
    }
    if (transition === 'switch' && opened.kind === 'live' && current instanceof LivePlayback) {
      return this.#switchLive(opened.playback, current);
    }
    this.#force(opened);
  }

  /** What is played goes on. */
  cancel(): void {
    this.#isCancelled = true;
    this.#next?.end();
    this.#next = undefined;
    if (this.current instanceof RecordedPlayback) this.current.keep();
  }

  async #switchRecorded(next: RecordedPlayback, current: RecordedPlayback, from = 0): Promise<void> {
    if (current.isPaused) {
      this.#accepted(next, 'Success');
      next.takeOverPaused(current);
      return this.#done(next);
    }
    current.player.hold();
    const after = Math.max(current.player.sentUpTo, from - this.time.offset - 1);
    const time = await next.keyFrameAfter(after);
    if (this.#isCancelled) return;
    if (time === undefined) return this.#fail(next, noKeyFrame);
    this.#accepted(next, 'Success');
    current.handOver(time, () => {
      const { ahead } = current;
      this.#done(next);
      next.takeOver(time, ahead);
    });
  }

  #switchLive(next: LivePlayback, current: LivePlayback): void {
    if (next.live.publisher === undefined) return this.#fail(next, nobodyPublishes);
    this.#accepted(next, 'Success');
    next.takeOver(
      current,
      () => this.#done(next),
      () => this.#fail(next, nobodyPublishes),
    );
  }

  /** What has nothing in common begins at once. */
  #force(opened: OpenedItem): void {
    const { ahead } = this.current;
    this.#accepted(opened.playback, 'Forced');
    this.#done(opened.playback);
    this.time.next();
    opened.begin(false, ahead);
    new PlayNotices(this.stream, opened.playback.name).transitionComplete();
  }

  #accepted({ name }: ItemPlayback, how: 'Success' | 'Forced'): void {
    const notices = new PlayNotices(this.stream, name);
    const reason = `NetStream.Transition.${how}`;
    notices.status('NetStream.Play.Transition', `Transitioned to ${name.name}.`, { reason });
  }

  #fail(next: ItemPlayback, refusal: Refusal): void {
    refusePlay(this.stream, next.name.name, refusal);
    this.cancel();
  }

  #done(next: ItemPlayback): void {
    this.#next = undefined;
    this.#isCancelled = true;
    this.replace(next);
  }
}
