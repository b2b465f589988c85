import type { ByteStream } from '../net/byte-stream.js';
import type { Clock } from '../time/clock.js';
import type { StreamDialer } from '../transport/rtmp-connector.js';
import type { WebSocketConstructor } from './web-socket-like.js';
import { WebSocketStream } from './web-socket-stream.js';

/** Opens the WebSocket at an address: what stands below RTMP here in place of TCP. */
export class WebSocketDialer implements StreamDialer {
  constructor(
    private readonly url: string,
    private readonly WebSocket: WebSocketConstructor,
    private readonly clock: Clock,
  ) {}

  dial(_target: object, signal: AbortSignal): Promise<ByteStream> {
    const { url, clock } = this;
    return new Promise((resolve, reject) => {
      const socket = new this.WebSocket(url);
      socket.binaryType = 'arraybuffer';
      const failed = (): void =>
        reject(new Error(`No WebSocket could be opened at ${url}: is the server there, and does it let this page in?`));
      socket.onerror = failed;
      socket.onclose = failed;
      socket.onopen = (): void => {
        const { hostname, protocol } = new URL(url);
        resolve(new WebSocketStream(socket, hostname, protocol === 'wss:', clock));
      };
      signal.addEventListener('abort', () => socket.close(), { once: true });
      if (signal.aborted) socket.close();
    });
  }
}
