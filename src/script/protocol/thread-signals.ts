import type { MessagePort } from 'node:worker_threads';

/** Places of the numbers that both threads see without a message. */
export const Signal = {
  /** The script's thread adds one now and then: it comes back to its event loop. */
  beat: 0,
  /** The server adds one with every list of messages; a script that stands still wakes up by it. */
  wake: 1,
  /** 1 while the script's thread stands still for an answer. */
  waiting: 2,
  /** What the messages weigh that the server has handled so far, modulo 2^32. */
  handledByServer: 3,
  /** What the messages weigh that the script's thread has done so far, modulo 2^32. */
  doneByScript: 4,
  /** Megabytes of memory that the script's thread uses. */
  memory: 5,
  /** How many look at the script's thread now: it does not fall asleep meanwhile. */
  looks: 6,
  /** 1 while the script's thread sleeps, or is about to. */
  asleep: 7,
} as const;

/** Int32 numbers at the places of {@link Signal}, for Atomics. */
export type ThreadSignals = Int32Array<SharedArrayBuffer>;

export function createThreadSignals(): ThreadSignals {
  return new Int32Array(new SharedArrayBuffer(4 * Object.keys(Signal).length));
}

/** What the worker is given when it starts. */
export interface WorkerSetup {
  readonly application: string;
  readonly signals: ThreadSignals;
  readonly port: MessagePort;
  /** Bytes of memory that it may use. */
  readonly memory: number;
  /** Milliseconds that it stands still for an answer at most. */
  readonly nowTimeout: number;
}
