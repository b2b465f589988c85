import type { LivePlay, RecordedPlaySnapshot } from '../application/client.js';
import type { Refusal } from '../application/refusal.js';
import type { StreamName } from '../application/stream-name.js';
import { PlaylistTime } from '../stream/playlist-time.js';
import type { NetStream } from './net-stream.js';
import { LivePlayback } from './live-playback.js';
import { openItem } from './open-item.js';
import { PlayNotices } from './play-notices.js';
import { RecordedPlayback } from './recorded-playback.js';
import { refusePlay } from './refuse-play.js';
import type { StatusCode } from './status.js';
import type { ItemOwner, ItemPlayback, Playback, PlayItem, Transition } from './stream-use.js';
import { StreamChange } from './stream-change.js';

/** Items that may wait: nobody wants more, and a client must not make us keep any number. */
const MAX_ITEMS = 1000;

const tooMany: Refusal = {
  rule: `a playlist has at most ${MAX_ITEMS} items`,
  reason: 'limit',
  description: 'The playlist is full.',
};

const allSent: Refusal = {
  rule: 'what is played can be changed while it is being sent',
  reason: 'failed',
  description: 'The stream has been sent to its end.',
};

/**
 * What a NetStream plays: one item, and those that were appended while it played, live and recorded ones mixed. Each
 * passes the gate when its turn has come. After the last the client may still seek back into it.
 */
export class Playlist implements Playback, ItemOwner {
  readonly #waiting: PlayItem[] = [];
  readonly #time = new PlaylistTime();
  #current: ItemPlayback | undefined;
  #change: StreamChange | undefined;
  /** The next item is being opened. */
  #isOpening = false;
  #hasEnded = false;

  constructor(private readonly stream: NetStream) {}

  get hasNext(): boolean {
    return this.#waiting.length > 0;
  }

  get sentAt(): number {
    return this.#current?.sentAt ?? 0;
  }

  get livePlay(): LivePlay | undefined {
    return this.#current instanceof LivePlayback ? this.#current.livePlay : undefined;
  }

  get recorded(): RecordedPlaySnapshot | undefined {
    return this.#current instanceof RecordedPlayback ? this.#current.snapshot : undefined;
  }

  /** Plays the first item. If that fails the client is told, and there is nothing that could be appended to. */
  async begin(item: PlayItem, reset: boolean): Promise<void> {
    const isPlaying = await this.#open(item, reset);
    if (!isPlaying && !this.#hasEnded) this.stream.close();
  }

  async append(item: PlayItem, waits = false): Promise<void> {
    if (this.#waiting.length >= MAX_ITEMS) return refusePlay(this.stream, item.name.name, tooMany);
    this.#waiting.push(item);
    const { isOver, isPaused } = this.#current ?? { isOver: true, isPaused: false };
    if (waits || this.#isOpening || !isOver || isPaused) return;
    await this.#advance();
  }

  async change(item: PlayItem, old: StreamName | undefined, transition: Transition, from?: number): Promise<void> {
    const place = old === undefined ? -1 : this.#waiting.findIndex(({ name }) => sameName(name, old));
    const current = this.#current;
    if (place >= 0 && (transition === 'swap' || current === undefined || !sameName(current.name, old!))) {
      this.#waiting[place] = item;
      return;
    }
    if (current === undefined) return this.append(item);
    if (current.isOver) return refusePlay(this.stream, item.name.name, allSent);
    this.#change?.cancel();
    const change = new StreamChange(this.stream, current, this.#time, this, (next) => this.#replaced(change, next));
    this.#change = change;
    await change.begin(item, transition, from);
  }

  over(item: ItemPlayback, failed = false): void {
    if (item !== this.#current || this.#hasEnded) return;
    this.#change?.cancel();
    this.#change = undefined;
    const notices = new PlayNotices(this.stream, item.name);
    const { time, bytes } = item.played;
    const told = (code: StatusCode, verb: string): void =>
      notices.playStatus(code, `${verb} ${item.name.name}.`, { duration: time / 1000, bytes });
    if (this.hasNext) {
      if (!failed) told('NetStream.Play.Switch', 'Switching from');
      return this.#advanceUnlessPaused(item);
    }
    if (!failed) told('NetStream.Play.Complete', 'Completed playing');
    notices.stop();
    // Recorded media stays: whoever has seen it may seek back. What is live has nothing to go back to.
    if (item instanceof LivePlayback) item.end();
  }

  pause(paused: boolean | undefined, time: number | undefined): void {
    const current = this.#current;
    current?.pause(paused, time);
    if (current?.isOver === true && this.hasNext && !this.#isOpening) this.#advanceUnlessPaused(current);
  }

  seek(time: number): void {
    this.#change?.cancel();
    this.#current?.seek(time);
  }

  receiveAudio(wanted: boolean): void {
    this.#current?.receiveAudio(wanted);
  }

  receiveVideo(wanted: boolean): void {
    this.#current?.receiveVideo(wanted);
  }

  bufferLengthChanged(): void {
    this.#current?.bufferLengthChanged();
  }

  notifyStop(): void {
    this.#current?.notifyStop();
  }

  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#waiting.length = 0;
    this.#change?.cancel();
    this.#current?.end();
    this.#count(this.#current, -1);
  }

  #play(item: ItemPlayback): void {
    this.#count(this.#current, -1);
    this.#count(item, 1);
    this.#current = item;
  }

  #count(item: ItemPlayback | undefined, by: 1 | -1): void {
    if (item instanceof RecordedPlayback) this.stream.connection.instance.recordedPlays += by;
  }

  /** A client that pauses has something yet to play of the item before: what follows waits for that. */
  #advanceUnlessPaused({ isPaused }: ItemPlayback): void {
    if (isPaused) return;
    this.#advance().catch((error: unknown) => this.stream.connection.logger.error('a playlist failed', { error }));
  }

  /** Plays the next item that can be played. */
  async #advance(): Promise<void> {
    this.#isOpening = true;
    try {
      for (let item = this.#waiting.shift(); item !== undefined; item = this.#waiting.shift()) {
        if ((await this.#open(item, false)) || this.#hasEnded) return;
      }
    } finally {
      this.#isOpening = false;
    }
  }

  /** Answers whether it plays; if not, the client has been told why. */
  async #open(item: PlayItem, reset: boolean): Promise<boolean> {
    const opened = await openItem(this.stream, item, this.#time, this);
    if (opened === undefined) return false;
    if (this.#hasEnded) {
      opened.playback.end();
      return false;
    }
    const before = this.#current;
    if (before?.isPaused === true) {
      opened.playback.end();
      this.#waiting.unshift(item);
      return true;
    }
    const ahead = before?.ahead ?? 0;
    before?.end();
    this.#time.next();
    this.#play(opened.playback);
    opened.begin(reset, ahead);
    return true;
  }

  /** Another stream has taken over from the one that was played. */
  #replaced(change: StreamChange, next: ItemPlayback): void {
    if (this.#change === change) this.#change = undefined;
    this.#current?.end();
    this.#play(next);
  }
}

function sameName(one: StreamName, other: StreamName): boolean {
  return one.name === other.name && one.type === other.type;
}
