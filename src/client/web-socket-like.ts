/** What is used of a WebSocket, so that any implementation of the standard will do. */
export interface WebSocketLike {
  binaryType: string;
  /** Bytes that were handed over and not sent yet. */
  readonly bufferedAmount: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(bytes: Uint8Array): void;
  close(): void;
}

/** Opens a WebSocket, as the constructor of browsers and of Node.js 22 does. */
export type WebSocketConstructor = new (url: string) => WebSocketLike;

/** The one of the platform. Throws an Error where there is none. */
export function platformWebSocket(): WebSocketConstructor {
  const { WebSocket } = globalThis as { WebSocket?: WebSocketConstructor };
  if (WebSocket !== undefined) return WebSocket;
  throw new Error(
    'There is no WebSocket here: pass one as the option WebSocket, for example that of the package ws in Node.js 20.',
  );
}
