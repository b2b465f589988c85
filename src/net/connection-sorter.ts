import type { Socket } from 'node:net';
import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';
import { isBareHello } from './client-hello.js';
import type { SpokenProtocol } from './first-bytes.js';
import { spokenProtocol } from './first-bytes.js';
import { RefusalLog } from './refusal-log.js';
import { readHead } from './socket-head.js';
import type { TlsCertificates } from './tls-certificates.js';

/** What can be done with a connection, with TLS on it or without. */
export type SortedProtocol = Extract<SpokenProtocol, 'rtmp' | 'http' | 'link'>;

export interface ConnectionSorterOptions {
  /** The keys that rule here, for the log: `adaptor`. */
  readonly place: string;
  /** What is spoken here. */
  readonly protocols: readonly SortedProtocol[];
  readonly certificates: TlsCertificates;
  /** Without TLS nobody comes in. */
  readonly secureOnly: boolean;
  /** Milliseconds until it must be known what a connection speaks, TLS included, however the bytes come. */
  readonly timeout: () => number;
  /** What the log says of who takes longer: `rtmp.handshakeTimeout`. */
  readonly timeoutRule: string;
}

/** A connection of which is known what it speaks. */
export interface SortedConnection {
  /** Paused, with its first bytes put back; a TLSSocket if it is secure. */
  readonly socket: Socket;
  readonly protocol: SortedProtocol;
  /** When it came, by the clock. */
  readonly since: number;
}

type Verdict = SpokenProtocol | 'unknown';

/** Tells by their first bytes what the connections of a listener speak, and takes TLS off those that have it. */
export class ConnectionSorter {
  readonly #unsorted = new Set<Socket>();
  readonly #refusals: RefusalLog;
  #isClosed = false;

  constructor(
    private readonly options: ConnectionSorterOptions,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    this.#refusals = new RefusalLog(options.place, clock, logger);
  }

  /**
   * Looks into a connection that was let in. Who speaks nothing that is spoken here, or not in time, is cut off.
   *
   * @param address who connects, for the log
   */
  sort(socket: Socket, address: string, sorted: (connection: SortedConnection) => void): void {
    if (this.#isClosed) return void socket.destroy();
    const since = this.clock.now();
    this.#unsorted.add(socket);
    let stop: () => void = () => undefined;
    const over = (): void => {
      timer.cancel();
      this.#unsorted.delete(socket);
    };
    const cut = (rule?: string): void => {
      over();
      stop();
      socket.on('error', () => undefined).destroy();
      if (rule !== undefined) this.#refusals.refused(address, rule);
    };
    const timer = this.clock.after(this.options.timeout(), () => cut(this.options.timeoutRule));
    const look = (stream: Socket, secured: boolean): void => {
      stop = readHead(stream, judge, (verdict, error) => {
        if (verdict === undefined) return cut(secured && error !== undefined ? `tls: ${reasonOf(error)}` : undefined);
        const refusal = this.#refuses(verdict, secured);
        if (refusal !== undefined) return cut(refusal);
        if (verdict === 'tls') return secure();
        over();
        sorted({ socket: stream, protocol: verdict as SortedProtocol, since });
      });
    };
    const secure = (): void => {
      const { certificates } = this.options;
      if (certificates.isEmpty) return cut('tls.certificates: there is none');
      stop = readHead(socket, judgeHello, (isBare) => {
        const stream = isBare === undefined ? undefined : certificates.secure(socket, isBare);
        if (stream === undefined) return cut();
        stream.on('error', () => undefined);
        look(stream, true);
      });
    };
    look(socket, false);
  }

  /** Waits for nobody any more. */
  close(): void {
    this.#isClosed = true;
    for (const socket of this.#unsorted) socket.destroy();
  }

  /** The rule by which a connection that begins so is cut off. */
  #refuses(verdict: Verdict, secured: boolean): string | undefined {
    const { protocols, secureOnly } = this.options;
    if (verdict === 'tls') return secured ? 'tls: it has TLS inside TLS' : undefined;
    if (secureOnly && !secured) return 'tls: this port is for TLS only';
    if (verdict === 'unknown') return 'protocols: it begins like none that is spoken here';
    return protocols.includes(verdict) ? undefined : `protocols: ${verdict} is not spoken here`;
  }
}

function judge(seen: Uint8Array): { result: Verdict; taken: number } | undefined {
  const result = spokenProtocol(seen);
  return result === 'incomplete' ? undefined : { result, taken: 0 };
}

function judgeHello(seen: Uint8Array): { result: boolean; taken: number } | undefined {
  const result = isBareHello(seen);
  return result === undefined ? undefined : { result, taken: 0 };
}

/** `ERR_SSL_UNSUPPORTED_PROTOCOL`; the message of OpenSSL has an address of its memory in it. */
function reasonOf(error: Error & { readonly code?: unknown }): string {
  return typeof error.code === 'string' ? error.code : error.name;
}
