import { concat } from '../bytes/concat.js';
import type { Clock, Timer } from '../time/clock.js';
import type { ByteStream, ByteStreamHandler } from './byte-stream.js';
import { DialError } from './dial-error.js';

/** Posts to one server, one after the other. */
export interface TunnelPosts {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly secure: boolean;
  /** Resolves with the body of an answer that says 200. Rejects with an Error if there is none. */
  post(path: string, body: Uint8Array): Promise<Uint8Array>;
  /** Ends what is open. */
  close(): void;
}

/** Bytes of one post; Flash Media Server takes no longer ones by itself. */
const MAX_BODY = 64 * 1024;
/** Milliseconds between two polls that find nothing, the first time and at most. */
const FIRST_PAUSE = 10;
const LONGEST_PAUSE = 320;
/** Milliseconds that the server has to take the last bytes after we closed. */
const LINGER = 5000;
/** Flash Media Server wants a body of everything, and ignores this one. */
const NOTHING = Uint8Array.of(0);

/** RTMPT from the client's side: what is written is posted, and what came is asked for, more seldom the longer there is nothing. */
export class TunnelByteStream implements ByteStream {
  readonly carrier = 'http';
  readonly secure: boolean;
  readonly remoteAddress: string;
  readonly remotePort: number;
  #handler: ByteStreamHandler | undefined;
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  /** What came while this was paused. */
  #held: Uint8Array[] = [];
  #sequence = 0;
  #pause = 0;
  #isPaused = false;
  #isPosting = false;
  #state: 'open' | 'ending' | 'closed' = 'open';
  #timer: Timer | undefined;
  #cutOff: Timer | undefined;

  private constructor(
    private readonly id: string,
    private readonly posts: TunnelPosts,
    private readonly clock: Clock,
  ) {
    this.secure = posts.secure;
    this.remoteAddress = posts.remoteAddress;
    this.remotePort = posts.remotePort;
  }

  /** Rejects if the server opens no tunnel. */
  static async open(posts: TunnelPosts, clock: Clock): Promise<TunnelByteStream> {
    const answer = await posts.post('/open/1', NOTHING);
    const id = String.fromCharCode(...answer.subarray(0, 256)).trim();
    if (!/^[\w.-]{1,200}$/.test(id))
      throw new DialError('connection', 'the server answers, and opens no tunnel (RTMPT)');
    return new TunnelByteStream(id, posts, clock);
  }

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  start(handler: ByteStreamHandler): void {
    this.#handler = handler;
    this.#next();
  }

  write(parts: readonly Uint8Array[]): void {
    if (this.#state !== 'open') return;
    for (const part of parts) {
      this.#queue.push(part);
      this.#queuedBytes += part.length;
    }
    this.#next();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    for (const bytes of this.#held.splice(0)) this.#deliver(bytes);
    this.#next();
  }

  end(): void {
    if (this.#state !== 'open') return;
    this.#state = 'ending';
    this.#cutOff = this.clock.after(LINGER, () => this.destroy());
    this.#next();
  }

  destroy(): void {
    this.#close(undefined);
  }

  /** Posts what there is to say, or asks what there is to hear. */
  #next(): void {
    this.#timer?.cancel();
    if (this.#isPosting || this.#handler === undefined || this.#state === 'closed') return;
    const body = this.#take();
    const isEnd = body.length === 0 && this.#state === 'ending';
    if (body.length === 0 && this.#isPaused && !isEnd) return;
    const kind = isEnd ? 'close' : body.length > 0 ? 'send' : 'idle';
    this.#isPosting = true;
    this.posts.post(`/${kind}/${this.id}/${this.#sequence++}`, body.length > 0 ? body : NOTHING).then(
      (answer) => (isEnd ? this.destroy() : this.#answered(answer, body.length)),
      (error: Error) => this.#close(isEnd ? undefined : error),
    );
  }

  #take(): Uint8Array {
    let size = 0;
    let count = 0;
    for (const { length } of this.#queue) {
      if (count > 0 && size + length > MAX_BODY) break;
      size += length;
      count++;
    }
    return concat(this.#queue.splice(0, count));
  }

  #answered(answer: Uint8Array, sent: number): void {
    this.#isPosting = false;
    if (this.#state === 'closed') return;
    this.#queuedBytes -= sent;
    if (sent > 0 && this.#queuedBytes === 0) this.#handler?.drained();
    // The first byte says when to ask again, in words of Flash Media Server that others do not keep to.
    if (answer.length > 1) this.#deliver(answer.subarray(1));
    this.#pause = answer.length > 1 || sent > 0 ? 0 : Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE, this.#pause * 2));
    if (this.#pause === 0 || this.#queue.length > 0) this.#next();
    else this.#timer = this.clock.after(this.#pause, () => this.#next());
  }

  #deliver(bytes: Uint8Array): void {
    if (this.#state !== 'open') return;
    if (this.#isPaused) this.#held.push(bytes);
    else this.#handler?.received(bytes);
  }

  #close(error: Error | undefined): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#timer?.cancel();
    this.#cutOff?.cancel();
    this.#queue = [];
    this.#held = [];
    this.#queuedBytes = 0;
    this.posts.close();
    const handler = this.#handler;
    // As with sockets, who closes hears of it later.
    queueMicrotask(() => handler?.closed(error));
  }
}
