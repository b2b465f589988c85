import type { PlainRecord } from '../protocol/bytes.js';
import { asText } from './as-text.js';
import type { AscRuntime } from './asc-runtime.js';
import { NetConnection } from './net-connection-class.js';

/** What a ProxyStream is made with. */
export class ProxyStreamMeans {
  constructor(
    readonly runtime: AscRuntime,
    readonly name: string,
  ) {}
}

/** `ProxyStream` of server-side ActionScript: recorded media that another server has. */
export class ProxyStream {
  readonly #means: ProxyStreamMeans;

  constructor(means?: unknown) {
    if (!(means instanceof ProxyStreamMeans)) throw new TypeError('use ProxyStream.get(name)');
    this.#means = means;
  }

  get name(): string {
    return this.#means.name;
  }

  /** @param connection a NetConnection; null: it is fetched no longer */
  proxyFrom(connection?: unknown, remoteName?: unknown): boolean {
    const { runtime, name } = this.#means;
    const number = NetConnection.numberOf(connection);
    if (number === undefined && connection !== undefined && connection !== null && connection !== false) return false;
    const remote = remoteName === undefined || remoteName === null ? name : asText(remoteName);
    runtime.tell('proxyStream.from', name, number, remote);
    return true;
  }

  close(): void {
    this.proxyFrom(null);
  }
}

/** Makes the class of one realm. Answers what tells its objects what the server says of them. */
export function defineProxyStream(runtime: AscRuntime): (stream: string, info: PlainRecord) => void {
  const streams = new Map<string, ProxyStream>();
  const get = (given: unknown): ProxyStream => {
    const name = asText(given);
    const stream = streams.get(name) ?? new ProxyStream(new ProxyStreamMeans(runtime, name));
    streams.set(name, stream);
    return stream;
  };
  runtime.defineClass('ProxyStream', ProxyStream, { get });
  return (name, info) => {
    const stream = streams.get(name);
    if (stream !== undefined) runtime.turn(() => runtime.handle(stream, 'onStatus', runtime.plain(info)));
  };
}
