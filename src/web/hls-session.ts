import type { Clock, Timer } from '../time/clock.js';
import type { HlsContent } from './hls-content.js';
import type { HlsProgramme, HlsRendition } from './hls-programme.js';
import type { WebClient } from './web-client.js';

/** What a session stands on. */
export interface SessionMeans {
  readonly clock: Clock;
  /** Milliseconds without a request after which the viewer is taken to have gone. */
  readonly timeout: () => number;
}

/**
 * What one viewer plays: by many connections or by one, it is known by its session, which its addresses carry. It is
 * there until it has asked for nothing for a while.
 */
export class HlsSession {
  readonly #opened = new Map<string, HlsContent>();
  #timer: Timer | undefined;
  readonly #renditions: ReadonlyMap<string, HlsRendition>;

  constructor(
    readonly id: string,
    /** The path of its addresses, up to the session. */
    readonly folder: string,
    readonly client: WebClient,
    readonly programme: HlsProgramme,
    private readonly means: SessionMeans,
  ) {
    this.#renditions = new Map([...programme.variants, ...programme.sounds].map((all) => [all.id, all]));
    // What there is no choice of begins at once.
    const [only, ...others] = programme.variants;
    if (only !== undefined && others.length === 0) this.content(only.id);
    this.#await();
  }

  /** What has that id, which begins with the first request for it; undefined if nothing has, or has any more. */
  content(id: string): HlsContent | undefined {
    const known = this.#opened.get(id);
    if (known !== undefined) return known;
    const content = this.client.isGone ? undefined : this.#renditions.get(id)?.open();
    if (content !== undefined) this.#opened.set(id, content);
    return content;
  }

  /** What else of it is being made, by id. */
  others(id: string): [string, HlsContent][] {
    return [...this.#opened].filter(([other]) => other !== id);
  }

  /** The client has left. */
  end(): void {
    this.#timer?.cancel();
    for (const content of this.#opened.values()) content.leave();
    this.#opened.clear();
    this.programme.release();
  }

  /** One timer at a time, which looks how long ago it last asked. */
  #await(): void {
    const { clock, timeout } = this.means;
    const rest = this.client.activeAt + timeout() - clock.now();
    if (this.client.isGone) return;
    if (rest <= 0) this.client.leave();
    else this.#timer = clock.after(rest, () => this.#await());
  }
}
