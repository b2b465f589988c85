import type { Socket } from 'node:net';

/** What the beginning of a connection says. */
export interface HeadVerdict<Result> {
  /** Undefined if nothing can come of it. */
  readonly result: Result | undefined;
  /** Bytes that are done with; what follows them is put back. */
  readonly taken: number;
}

/**
 * Reads the beginning of a connection until `judge` has seen enough of it.
 *
 * @param judge is given all bytes so far, and answers undefined while it needs more
 * @param done is told once what was judged, and the socket is paused then; of undefined if the connection ended before
 * @returns ends the reading; `done` is not told then
 */
export function readHead<Result>(
  socket: Socket,
  judge: (seen: Uint8Array) => HeadVerdict<Result> | undefined,
  done: (result: Result | undefined, error?: Error) => void,
): () => void {
  let seen: Buffer = Buffer.alloc(0);
  let isOver = false;
  const stop = (): void => {
    isOver = true;
    socket.off('data', take).off('end', lost).off('close', lost).off('error', lost);
  };
  const lost = (error?: unknown): void => {
    if (isOver) return;
    stop();
    done(undefined, error instanceof Error ? error : undefined);
  };
  const take = (bytes: Buffer): void => {
    seen = seen.length === 0 ? bytes : Buffer.concat([seen, bytes]);
    const verdict = judge(seen);
    if (verdict === undefined) return;
    stop();
    socket.pause();
    if (seen.length > verdict.taken) socket.unshift(seen.subarray(verdict.taken));
    done(verdict.result);
  };
  socket.on('data', take).on('end', lost).on('close', lost).on('error', lost);
  // A socket whose beginning was read before, as a PROXY header, has been paused since.
  socket.resume();
  return stop;
}
