import type { PlainRecord } from '../protocol/bytes.js';
import type { StreamRecord } from '../protocol/script-events.js';
import { asText } from './as-text.js';
import type { AscRuntime } from './asc-runtime.js';
import { Stream, StreamMeans } from './stream-class.js';

/** The Stream objects of the instance, one of a name. */
export class StreamUses {
  readonly #streams = new Map<string, Stream>();

  constructor(
    private readonly runtime: AscRuntime,
    private readonly connectionOf: (value: unknown) => number | undefined,
  ) {
    const key = (name: unknown): string => streamKey(asText(name));
    const virtualKey = (value: unknown): string => (value === undefined || value === null ? '' : asText(value));
    runtime.defineClass('Stream', Stream, {
      get: (name: unknown) => this.#get(name),
      destroy: (stream: unknown) => this.#release(stream),
      length: (name: unknown, forWhom?: unknown) => runtime.nowOr(0, 'stream.length', key(name), virtualKey(forWhom)),
      size: (name: unknown, forWhom?: unknown) => runtime.nowOr(0, 'stream.size', key(name), virtualKey(forWhom)),
      getOnMetaData: (name: unknown) => {
        const packed = runtime.nowOr(undefined, 'stream.metadata', key(name));
        return packed === undefined ? null : (runtime.values.unpack(packed)[0] ?? null);
      },
    });
  }

  /** A client publishes it, or did until now. */
  published({ name, query }: StreamRecord): Stream {
    const stream = this.#of(streamKey(name));
    Stream.meansOf(stream)!.query = query;
    return stream;
  }

  /** After the script was told: what it never asked for is forgotten. */
  unpublished(stream: Stream): void {
    if (Stream.meansOf(stream)?.isUsed === false) this.#release(stream);
  }

  status(name: string, info: PlainRecord): void {
    const stream = this.#streams.get(streamKey(name));
    if (stream === undefined) return;
    this.runtime.turn(() => this.runtime.handle(stream, 'onStatus', this.runtime.plain(info)));
  }

  #get(name: unknown): Stream | null {
    if (typeof name !== 'string' || streamKey(name) === '') return null;
    const stream = this.#of(streamKey(name));
    Stream.meansOf(stream)!.isUsed = true;
    return stream;
  }

  #of(key: string): Stream {
    const known = this.#streams.get(key);
    if (known !== undefined) return known;
    const stream = new Stream(new StreamMeans(this.runtime, key, this.connectionOf));
    this.#streams.set(key, stream);
    this.runtime.tell('stream.watch', key);
    return stream;
  }

  #release(stream: unknown): void {
    const means = Stream.meansOf(stream);
    if (means === undefined || this.#streams.get(means.key) !== stream) return;
    this.#streams.delete(means.key);
    this.runtime.tell('stream.release', means.key);
  }
}

/** As the server knows a stream: `flv:` is left out, and the query. */
function streamKey(name: string): string {
  const query = name.indexOf('?');
  return (query < 0 ? name : name.slice(0, query)).replace(/^flv:/i, '');
}
