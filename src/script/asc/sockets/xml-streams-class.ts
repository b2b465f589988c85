import { asText } from '../as-text.js';
import type { AscRuntime } from '../asc-runtime.js';
import { toUtf8 } from '../bytes/utf8.js';
import type { MakeXml } from '../xml/xml-class.js';
import { StanzaSplitter } from './stanza-splitter.js';
import { TextSocket } from './text-socket.js';
import { Utf8Stream } from './utf8-stream.js';
import { DEFAULT_UNPROCESSED, MAX_UNPROCESSED } from './xml-socket-class.js';

/**
 * Makes `XMLStreams` global: one endless document each way, as XMPP has it. The script itself sends the opening tag of
 * its document; `onXML` hears that of the server without what is in it, and then each element in it as a document.
 * Answers the class.
 */
export function defineXmlStreams(runtime: AscRuntime, makeXml: MakeXml): new () => object {
  class XMLStreams {
    readonly #socket: TextSocket;
    #splitter = new StanzaSplitter(DEFAULT_UNPROCESSED);
    #text = new Utf8Stream();
    #max = DEFAULT_UNPROCESSED;
    #endsWithZero = false;

    constructor() {
      this.#socket = new TextSocket(runtime, {
        opened: (isOpen) => void runtime.handle(this, 'onConnect', isOpen),
        received: (bytes) => this.#received(bytes),
        secured: () => {
          this.#restart();
          runtime.handle(this, 'onSecure');
        },
        closed: () => void runtime.handle(this, 'onClose'),
      });
    }

    get maxUnprocessedChars(): number {
      return this.#max;
    }

    /** Of the next connect. */
    set maxUnprocessedChars(max: unknown) {
      const wanted = Number(max);
      this.#max = wanted >= 0 ? Math.min(wanted, MAX_UNPROCESSED) : MAX_UNPROCESSED;
    }

    /**
     * @param host `tls://` before it: by TLS from the beginning
     * @param type `stream`; or `flash`, where a zero byte follows on what is sent
     */
    connect(host?: unknown, port?: unknown, type?: unknown): boolean {
      this.#endsWithZero = type === 'flash';
      this.#restart();
      this.#socket.connect(asText(host), Number(port));
      return true;
    }

    /** TLS from now on, with the server of that name: what STARTTLS asks for. `onSecure` hears that it stands. */
    startTls(host?: unknown): boolean {
      return this.#socket.startTls(host === undefined ? undefined : asText(host));
    }

    send(content?: unknown): boolean {
      return this.#socket.send(toUtf8(`${asText(content)}${this.#endsWithZero ? '\0' : ''}`));
    }

    close(): void {
      this.#socket.close();
    }

    onData(source?: unknown): void {
      runtime.handle(this, 'onXML', makeXml(asText(source)));
    }

    #restart(): void {
      this.#splitter = new StanzaSplitter(this.#max);
      this.#text = new Utf8Stream();
    }

    #received(bytes: Uint8Array): void {
      for (const piece of this.#splitter.take(this.#text.take(bytes))) {
        if (piece.kind === 'opening' || piece.kind === 'stanza') {
          runtime.turn(() => runtime.handle(this, 'onData', piece.source));
        } else {
          if (piece.kind === 'broken') runtime.warn('a socket was closed: what it received is no XML');
          this.#socket.close();
          runtime.turn(() => runtime.handle(this, 'onClose'));
          return;
        }
      }
    }
  }
  runtime.defineClass('XMLStreams', XMLStreams);
  return XMLStreams;
}
