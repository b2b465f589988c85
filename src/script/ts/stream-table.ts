import type { PlainRecord } from '../protocol/bytes.js';
import type { InstanceServer } from './instance-server.js';
import { Stream } from './stream.js';

/** The streams that an instance has asked for. */
export class StreamTable {
  readonly #streams = new Map<string, Stream>();

  constructor(private readonly server: InstanceServer) {}

  /** The stream of that name, the same each time until it is closed. */
  open(name: string): Stream {
    let stream = this.#streams.get(name);
    if (stream === undefined) {
      stream = new Stream(name, this.server, () => void this.#streams.delete(name));
      this.#streams.set(name, stream);
    }
    return stream;
  }

  status(name: string, info: PlainRecord): void {
    this.#streams.get(name)?.takeStatus(info);
  }
}
