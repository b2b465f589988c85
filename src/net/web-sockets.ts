import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Logger } from '../log/logger.js';
import { isAllowedOrigin } from './allowed-origins.js';
import { systemClock } from './system-clock.js';
import type { WebRequest } from './web-request.js';
import { webRequest } from './web-request.js';
import { WebSocketByteStream } from './web-socket-byte-stream.js';

export interface WebSocketOptions {
  /** Of the pages that may open a WebSocket, besides our own: exact, in lower case, or `*`. */
  readonly origins: readonly string[];
  /** Bytes of one message, however many frames it comes in. */
  readonly maxMessageSize: number;
}

/** Those who speak over WebSockets at some addresses. */
export interface WebSocketRoute {
  matches(request: WebRequest): boolean;
  accept(stream: WebSocketByteStream, request: WebRequest): void;
}

/** Milliseconds for the last words to be read when the server closes. */
const FAREWELL = 1000;

/** The WebSockets of an HTTP listener. Rooms above add their routes before it starts. */
export class WebSockets {
  readonly #routes: WebSocketRoute[] = [];
  readonly #open = new Set<WebSocketByteStream>();
  #emptied: () => void = () => undefined;
  #server: { readonly maxPayload: number; readonly sockets: WebSocketServer } | undefined;

  constructor(
    private readonly options: () => WebSocketOptions,
    private readonly logger: Logger,
  ) {}

  route(route: WebSocketRoute): void {
    this.#routes.push(route);
  }

  /** Takes a request that wants to be a WebSocket. */
  upgrade(message: IncomingMessage, wire: Duplex, head: Buffer): void {
    const request = webRequest(message);
    const broken = (): void => void wire.destroy();
    wire.on('error', broken);
    if (message.headers.upgrade?.toLowerCase() !== 'websocket') return refuse(wire, '400 Bad Request', 'No WebSocket.');
    const route = this.#routes.find((candidate) => candidate.matches(request));
    if (route === undefined) return refuse(wire, '404 Not Found', 'There is no WebSocket at this address.');
    const { origins, maxMessageSize } = this.options();
    const { origin, host, address } = request;
    if (!isAllowedOrigin(origin, host, origins)) {
      this.logger.warn('refused a WebSocket', { address, rule: 'http.webSocket.origins', origin });
      return refuse(
        wire,
        '403 Forbidden',
        'Pages of this origin may not open a WebSocket here: http.webSocket.origins.',
      );
    }
    this.#sockets(maxMessageSize).handleUpgrade(message, wire, head, (socket) => {
      const stream = new WebSocketByteStream(socket, wire, request, systemClock);
      this.#open.add(stream);
      wire.off('error', broken);
      wire.once('close', () => {
        this.#open.delete(stream);
        if (this.#open.size === 0) this.#emptied();
      });
      route.accept(stream, request);
    });
  }

  /** Closes what is open. */
  async close(): Promise<void> {
    for (const stream of this.#open) stream.end();
    if (this.#open.size === 0) return;
    await new Promise<void>((resolve) => {
      const timer = systemClock.after(FAREWELL, resolve);
      this.#emptied = () => {
        timer.cancel();
        resolve();
      };
    });
    for (const stream of this.#open) stream.destroy();
  }

  #sockets(maxPayload: number): WebSocketServer {
    if (this.#server?.maxPayload !== maxPayload) {
      const settings = { noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload };
      this.#server = { maxPayload, sockets: new WebSocketServer(settings) };
    }
    return this.#server.sockets;
  }
}

function refuse(wire: Duplex, status: string, text: string): void {
  const body = `${text}\n`;
  const headers = ['Content-Type: text/plain; charset=utf-8', `Content-Length: ${body.length}`, 'Connection: close'];
  wire.once('finish', () => wire.destroy());
  wire.end([`HTTP/1.1 ${status}`, ...headers, '', body].join('\r\n'));
}
