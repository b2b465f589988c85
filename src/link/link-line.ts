import type { Clock, Timer } from '../time/clock.js';
import { Link } from './link.js';
import type { LinkEnvironment } from './link.js';
import { LinkError } from './link-error.js';
import { LinkPulse } from './link-pulse.js';
import { packedParts } from './packed-parts.js';
import type { LinkStream } from './link-stream.js';

/** The stream of bytes below a link: a socket, TLS, a Unix socket, a pipe between two processes. */
export interface LinkBytes {
  readonly queuedBytes: number;
  start(handler: { received(bytes: Uint8Array): void; drained(): void; closed(error?: Error): void }): void;
  write(parts: readonly Uint8Array[]): void;
  end(): void;
  destroy(): void;
}

/** Counters of a link. */
export interface LinkStatistics {
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly streams: number;
  readonly streamsOpened: number;
  /** Milliseconds that the last sign of life took there and back; undefined before the first. */
  readonly roundTrip: number | undefined;
}

export interface LinkLineEnvironment extends Omit<LinkEnvironment, 'output'> {
  readonly clock: Clock;
  /** Milliseconds of silence after which a side that answers quickly is given up, now; by default `options.silence`. */
  readonly patience?: () => number;
  /** It is over; all its streams have been told. Called once. */
  closed(error: LinkError): void;
}

/** Bytes handed to the stream of bytes at a time: what waits there is out of the reach of a stream that is in a hurry. */
const AT_A_TIME = 256 * 1024;

/** A link over a stream of bytes, with the time it needs: greeting, signs of life, writing. */
export class LinkLine {
  readonly #link: Link;
  readonly #pulse: LinkPulse;
  #timer: Timer;
  #bytesReceived = 0;
  #bytesSent = 0;
  #roundTrip: number | undefined;
  #isPlanned = false;
  #isClosed = false;

  constructor(
    private readonly bytes: LinkBytes,
    private readonly environment: LinkLineEnvironment,
  ) {
    const { clock, options, patience = () => options.silence } = environment;
    this.#pulse = new LinkPulse(options, patience, clock.now());
    this.#timer = clock.after(options.greetingTimeout, () => {
      this.#end(new LinkError('timeout', 'the greeting took too long'));
    });
    this.#link = new Link({
      ...environment,
      stream: (stream) => environment.stream(stream),
      failed: (stream, error) => environment.failed(stream, error),
      output: () => this.#plan(),
      opened: () => {
        this.#timer.cancel();
        this.#watch();
        environment.opened?.();
      },
    });
  }

  /** Begins to read and to write. */
  start(): void {
    this.bytes.start({
      received: (bytes) => this.#received(bytes),
      drained: () => this.#flush(),
      closed: (error) => {
        this.#release(new LinkError('connection-lost', error?.message ?? 'the connection was closed', error));
      },
    });
  }

  get isOpen(): boolean {
    return this.#link.isOpen;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The id of the other server; undefined before its hello. */
  get peerName(): string | undefined {
    return this.#link.peerName;
  }

  get statistics(): LinkStatistics {
    const { streamCount: streams, streamsOpened } = this.#link;
    const [bytesReceived, bytesSent] = [this.#bytesReceived, this.#bytesSent];
    return { bytesReceived, bytesSent, streams, streamsOpened, roundTrip: this.#roundTrip };
  }

  /** Opens a stream. On a link that is over it is closed as soon as it is listened to. */
  open(kind: string, header?: Uint8Array): LinkStream {
    const stream = this.#link.open(kind, header);
    if (this.#isClosed) stream.lost('connection-lost');
    return stream;
  }

  /** Ends the link and all its streams. */
  close(reason = 'closed'): void {
    this.#end(new LinkError('closed', reason), reason);
  }

  #received(bytes: Uint8Array): void {
    if (this.#isClosed) return;
    this.#pulse.heard(this.environment.clock.now());
    this.#bytesReceived += bytes.length;
    try {
      this.#link.receive(bytes);
    } catch (error) {
      this.#end(error instanceof LinkError ? error : new LinkError('invalid-frame', 'a frame failed', error));
    }
  }

  #plan(): void {
    if (this.#isPlanned || this.#isClosed) return;
    this.#isPlanned = true;
    this.environment.clock.endOfTurn(() => {
      this.#isPlanned = false;
      this.#flush();
    });
  }

  #flush(): void {
    while (!this.#isClosed && this.bytes.queuedBytes < AT_A_TIME) {
      const output = this.#link.takeOutput(AT_A_TIME);
      if (output.length === 0) return;
      for (const { length } of output) this.#bytesSent += length;
      this.bytes.write(packedParts(output));
    }
  }

  #watch(): void {
    const { clock } = this.environment;
    this.#timer = clock.after(this.#pulse.wait(clock.now()), () => {
      const now = clock.now();
      const diagnosis = this.#pulse.look(now);
      if (diagnosis === 'silent') {
        const silence = Math.round(this.#pulse.silence(now));
        return this.#end(new LinkError('timeout', `nothing was heard for ${silence} ms`));
      }
      if (diagnosis === 'ask') this.#link.ping(now, (askedAt) => this.#answered(clock.now() - askedAt));
      this.#watch();
    });
  }

  #answered(roundTrip: number): void {
    this.#roundTrip = roundTrip;
    this.#pulse.answered(roundTrip);
  }

  #end(error: LinkError, reason: string = error.code): void {
    if (this.#isClosed) return;
    this.#link.goodbye(reason);
    const last = this.#link.takeOutput(0);
    this.#release(error);
    // Who is silent hears nothing either.
    if (error.code === 'timeout') return this.bytes.destroy();
    this.bytes.write(last);
    this.bytes.end();
  }

  #release(error: LinkError): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#timer.cancel();
    this.#link.lost(error.code);
    this.environment.closed(error);
  }
}
