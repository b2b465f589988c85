import type { WayEnd } from './player-way.js';

/** Codes with which the server closes: 4000 and a status of HTTP, but of 200. */
const STATUS = 4000;
const DONE = 1000;

/**
 * FLV over a WebSocket. It opens at once, while the code that plays is still loaded, and keeps what comes until somebody
 * takes it.
 */
export class FlvSocket {
  bytes = 0;
  readonly #socket: WebSocket;
  #held: ArrayBuffer[] = [];
  #take: ((chunk: ArrayBuffer) => void) | undefined;

  constructor(address: string, ended: (end: WayEnd) => void) {
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      this.bytes += data.byteLength;
      if (this.#take === undefined) this.#held.push(data);
      else this.#take(data);
    };
    socket.onclose = ({ code, reason }) => ended(endOf(code, reason));
  }

  /** From now on all that comes, and what came before, goes to `take`. */
  read(take: (chunk: ArrayBuffer) => void): void {
    this.#take = take;
    const held = this.#held;
    this.#held = [];
    for (const chunk of held) take(chunk);
  }

  close(): void {
    this.#socket.onclose = null;
    this.#socket.onmessage = null;
    this.#socket.close();
  }
}

function endOf(code: number, reason: string): WayEnd {
  if (code === DONE) return { kind: 'absent', reason: reason || 'The stream is no longer published.' };
  if (code === STATUS + 404) return { kind: 'absent', reason: reason || 'There is no such stream at present.' };
  if (code > STATUS && code < STATUS + 500)
    return { kind: 'refused', reason: reason || 'The server refuses to play this.' };
  return { kind: 'lost', reason: reason || 'The connection to the server broke.' };
}
