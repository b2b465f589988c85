import { connect } from 'node:net';
import type { Socket } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

/** A player of FLV over HTTP, or over a WebSocket, whose frames it does not look into: it counts what comes. */
export class FlvPlayer {
  bytes = 0;
  /** Arrivals of data. */
  pieces = 0;
  isLost = false;
  failure = '';
  /** Milliseconds until the first. */
  firstPiece: number | undefined;
  readonly #socket: Socket;
  readonly #beganAt = performance.now();
  #head: Buffer | undefined = Buffer.alloc(0);
  #hasEnded = false;

  /** @param url `rtmp://host:port/application/stream`: the same port, by HTTP */
  constructor(url: string, overWebSocket: boolean) {
    const { hostname, port, host, pathname } = new URL(url.replace(/^rtmp:/, 'http:'));
    const upgrade = overWebSocket
      ? 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n'
      : '';
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true }, () => {
      this.#socket.write(`GET ${pathname}.flv HTTP/1.1\r\nHost: ${host}\r\n${upgrade}\r\n`);
    });
    this.#socket.on('data', (bytes: Buffer) => this.#received(bytes, overWebSocket ? 101 : 200));
    this.#socket.on('error', ({ message }) => (this.failure = message));
    this.#socket.on('close', () => (this.isLost = !this.#hasEnded));
  }

  end(): void {
    this.#hasEnded = true;
    this.#socket.destroy();
  }

  #received(bytes: Buffer, wanted: number): void {
    if (this.#head !== undefined) {
      this.#head = Buffer.concat([this.#head, bytes]);
      if (!this.#head.includes(HEAD_END)) return;
      const [, status] = this.#head.toString('latin1').split(' ');
      if (Number(status) !== wanted) {
        this.failure = `status ${status ?? ''}`;
        this.#socket.destroy();
      }
      this.#head = undefined;
      return;
    }
    this.firstPiece ??= performance.now() - this.#beganAt;
    this.bytes += bytes.length;
    this.pieces++;
  }
}
