import { classify } from '../media/classify.js';
import { MediaBatch } from '../media/media-batch.js';
import type { MediaMessage } from '../media/media-message.js';
import { DecoderSetup } from './decoder-setup.js';
import type { GopCacheLimits } from './gop-cache.js';
import { GopCache } from './gop-cache.js';

/** What a player is given first. */
export interface Beginning {
  readonly batch: MediaBatch;
  readonly hasKeyFrame: boolean;
}

/** What whoever joins a live stream begins with: data frames, sequence headers, and the GOP that runs. */
export class LiveBeginning {
  readonly #setup = new DecoderSetup();
  readonly #gop: GopCache;
  #hasVideo = false;
  /** The same for all who join before the next message. */
  #made: Beginning | undefined;

  constructor(limits: GopCacheLimits) {
    this.#gop = new GopCache(limits);
  }

  /** Whether the publication has sent pictures. */
  get hasVideo(): boolean {
    return this.#hasVideo;
  }

  get gopCache(): { messages: number; bytes: number } {
    return { messages: this.#gop.messages.length, bytes: this.#gop.bytes };
  }

  /** The newest key frame with what it takes to decode it; empty if there is none, or the GOP is not kept. */
  get keyFrame(): MediaMessage[] {
    const key = this.#gop.messages.find((message) => classify(message).isKeyFrame);
    if (key === undefined) return [];
    return [...this.#setup.messages(key.timestamp).filter(({ kind }) => kind === 'video'), key];
  }

  /** These were sent to all who are there. */
  sent(messages: readonly MediaMessage[]): void {
    for (const message of messages) this.#remember(message);
    this.#made = undefined;
  }

  setDataFrame(name: string, message: MediaMessage): void {
    this.#setup.setDataFrame(name, message);
    this.#made = undefined;
  }

  clearDataFrame(name: string): void {
    this.#setup.clearDataFrame(name);
    this.#made = undefined;
  }

  clearDataFrames(): void {
    this.#setup.clearDataFrames();
    this.#made = undefined;
  }

  get hasDataFrames(): boolean {
    return this.#setup.hasDataFrames;
  }

  /** What belonged to a publication that is over. */
  clear(): void {
    this.#setup.clear();
    this.#gop.clear();
    this.#hasVideo = false;
    this.#made = undefined;
  }

  /** @param sentUpTo the timestamp up to which everything was sent */
  at(sentUpTo: number): Beginning {
    return (this.#made ??= this.#make(sentUpTo));
  }

  /** The same for one that waits for the next key frame. */
  withoutGop(sentUpTo: number): MediaBatch {
    return new MediaBatch(this.#setup.messages(sentUpTo));
  }

  dataFrames(sentUpTo: number): MediaMessage[] {
    return this.#setup.dataFrames(sentUpTo);
  }

  #make(sentUpTo: number): Beginning {
    const gop = this.#gop.messages;
    const setup = this.#setup.messages(gop[0]?.timestamp ?? sentUpTo);
    return { batch: new MediaBatch([...setup, ...gop]), hasKeyFrame: gop.length > 0 };
  }

  #remember(message: MediaMessage): void {
    const what = classify(message);
    if (message.kind === 'video') this.#hasVideo = true;
    const { configurationKey, outdatedKeys } = what;
    if (configurationKey !== undefined && this.#setup.configure(configurationKey, outdatedKeys, message)) {
      // What was coded otherwise is of no use to who begins with this. The first of its kind outdates nothing.
      if (this.#gop.holdsFrames(message.kind)) this.#gop.clear();
    }
    this.#gop.add(message, what.isKeyFrame);
  }
}
