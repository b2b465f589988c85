import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** An answer, of whose body only the length is kept unless the text is wanted. */
export interface HttpAnswer {
  readonly status: number;
  readonly length: number;
  readonly text: string;
}

interface Waiting {
  readonly wantsText: boolean;
  readonly resolve: (answer: HttpAnswer) => void;
  readonly reject: (error: Error) => void;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** One connection of HTTP on which one request follows another: as much of a client as a server notices. */
export class HttpLine {
  /** Of bodies. */
  bytes = 0;
  readonly #socket: Socket;
  readonly #host: string;
  #waiting: Waiting | undefined;
  #head: Buffer = Buffer.alloc(0);
  #status = 0;
  #left = -1;
  #length = 0;
  #parts: Buffer[] = [];

  constructor(host: string, port: number) {
    this.#host = `${host}:${port}`;
    this.#socket = connect({ host, port, noDelay: true });
    this.#socket.on('data', (bytes: Buffer) => this.#received(bytes));
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => this.#waiting?.reject(new Error('the connection was closed')));
  }

  /** Rejects if the connection ends before the answer does. */
  get(path: string, wantsText: boolean): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { wantsText, resolve, reject };
      this.#socket.write(`GET ${path} HTTP/1.1\r\nHost: ${this.#host}\r\n\r\n`);
    });
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #received(bytes: Buffer): void {
    let body = bytes;
    if (this.#left < 0) {
      const head = this.#head.length === 0 ? bytes : Buffer.concat([this.#head, bytes]);
      const end = head.indexOf(HEAD_END);
      this.#head = end < 0 ? head : Buffer.alloc(0);
      if (end < 0) return;
      const text = head.toString('latin1', 0, end);
      this.#status = Number(text.slice(9, 12));
      this.#left = this.#length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      body = head.subarray(end + HEAD_END.length);
    }
    this.#left -= body.length;
    this.bytes += body.length;
    if (this.#waiting?.wantsText === true) this.#parts.push(body);
    if (this.#left > 0) return;
    const [waiting, text] = [this.#waiting, Buffer.concat(this.#parts).toString()];
    this.#left = -1;
    this.#parts = [];
    this.#waiting = undefined;
    waiting?.resolve({ status: this.#status, length: this.#length, text });
  }
}
