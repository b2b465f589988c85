import type { HeldMedia } from '../../application/media-library.js';
import type { Clock, Timer } from '../../time/clock.js';
import type { FetchedSource } from './fetched-source.js';

/** What {@link FetchedMedia} is made with. */
export interface FetchedMediaMeans {
  /** Undefined if there is no such media there. Rejects if it cannot be fetched. */
  readonly open: () => Promise<FetchedSource | undefined>;
  /** Where it is, for logs. */
  readonly place: string;
  readonly clock: Clock;
  /** Milliseconds for which it is kept when nobody plays it any more. */
  readonly linger: () => number;
  /** Nobody is given this source any more. */
  readonly forgotten: (source: FetchedSource) => void;
  /** Nothing of it is kept any more; it may be opened again. */
  readonly idle?: () => void;
}

/** Recorded media of another server under one name: all who hold it share one source. */
export class FetchedMedia {
  #opening: Promise<FetchedSource | undefined> | undefined;
  #holders = 0;
  /** Runs while nobody holds it. */
  #linger: Timer | undefined;
  #isClosed = false;

  constructor(private readonly means: FetchedMediaMeans) {}

  /** Undefined if there is no such media there. Rejects if it cannot be fetched. */
  async open(): Promise<HeldMedia | undefined> {
    const opening = (this.#opening ??= this.means.open());
    this.#holders++;
    this.#linger?.cancel();
    let isHeld = true;
    const release = (): void => {
      if (!isHeld) return;
      isHeld = false;
      if (--this.#holders === 0) this.#left();
    };
    const source = await opening.catch((error: unknown) => {
      this.#forget(opening);
      release();
      throw error;
    });
    if (source !== undefined) return { source, file: undefined, place: this.means.place, size: 0, release };
    this.#forget(opening);
    release();
    return undefined;
  }

  /** Nobody is given it any more. */
  close(): void {
    this.#isClosed = true;
    this.#linger?.cancel();
    if (this.#holders === 0) this.#forget(this.#opening);
  }

  #left(): void {
    if (this.#isClosed || this.#opening === undefined) this.#end();
    else this.#linger = this.means.clock.after(this.means.linger(), () => this.#end());
  }

  #end(): void {
    this.#forget(this.#opening);
    this.means.idle?.();
  }

  /** @param opening what is to be forgotten: others may have opened it anew */
  #forget(opening: Promise<FetchedSource | undefined> | undefined): void {
    if (opening === undefined || this.#opening !== opening) return;
    this.#opening = undefined;
    opening.then(
      (source) => source && this.means.forgotten(source),
      () => undefined,
    );
  }
}
