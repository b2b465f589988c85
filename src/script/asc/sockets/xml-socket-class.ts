import { asText } from '../as-text.js';
import type { AscRuntime } from '../asc-runtime.js';
import { toUtf8 } from '../bytes/utf8.js';
import type { MakeXml } from '../xml/xml-class.js';
import { MessageSplitter } from './message-splitter.js';
import { TextSocket } from './text-socket.js';

/** Bytes of a message that has not come to its end, unless the script says otherwise. */
export const DEFAULT_UNPROCESSED = 1024 * 1024;
/** Whatever the script says. */
export const MAX_UNPROCESSED = 16 * 1024 * 1024;

/**
 * Makes `XMLSocket` global: texts that end with a zero byte, both ways.
 *
 * @param Streams what `new XMLSocket("stream")` makes
 */
export function defineXmlSocket(runtime: AscRuntime, makeXml: MakeXml, Streams: new () => object): void {
  class XMLSocket {
    readonly #socket: TextSocket;
    #splitter: MessageSplitter;
    #max = DEFAULT_UNPROCESSED;

    constructor(type?: unknown) {
      this.#splitter = this.#makeSplitter();
      this.#socket = new TextSocket(runtime, {
        opened: (isOpen) => void runtime.handle(this, 'onConnect', isOpen),
        received: (bytes) => {
          for (const text of this.#splitter.take(bytes)) runtime.turn(() => runtime.handle(this, 'onData', text));
        },
        secured: () => void runtime.handle(this, 'onSecure'),
        closed: () => void runtime.handle(this, 'onClose'),
      });
      if (type === 'stream') return new Streams() as this;
    }

    get maxUnprocessedChars(): number {
      return this.#max;
    }

    set maxUnprocessedChars(max: unknown) {
      const wanted = Number(max);
      this.#max = wanted >= 0 ? Math.min(wanted, MAX_UNPROCESSED) : MAX_UNPROCESSED;
    }

    /** @param host `tls://` before it: by TLS from the beginning */
    connect(host?: unknown, port?: unknown): boolean {
      this.#splitter = this.#makeSplitter();
      this.#socket.connect(asText(host), Number(port));
      return true;
    }

    /** TLS from now on, with the server of that name. `onSecure` hears that it stands. */
    startTls(host?: unknown): boolean {
      return this.#socket.startTls(host === undefined ? undefined : asText(host));
    }

    send(content?: unknown): boolean {
      return this.#socket.send(toUtf8(`${asText(content)}\0`));
    }

    close(): void {
      this.#socket.close();
    }

    onData(source?: unknown): void {
      runtime.handle(this, 'onXML', makeXml(asText(source)));
    }

    #makeSplitter(): MessageSplitter {
      return new MessageSplitter(() => this.#max);
    }
  }
  runtime.defineClass('XMLSocket', XMLSocket);
}
