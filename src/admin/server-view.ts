import type { AdaptorSnapshot } from '../application/server-snapshot.js';

/** What the administration sees of the server: plain values, made when asked for. It never holds a live object. */
export interface ServerView {
  readonly version: string;
  snapshot(): readonly AdaptorSnapshot[];
  process(): ProcessSnapshot;
  /** Why the server should be sent no new clients now; empty if it should. */
  notReady(): readonly string[];
}

/** How the process does. */
export interface ProcessSnapshot {
  /** Seconds since the start. */
  readonly uptime: number;
  /** Connections that are open now; accepted, and refused at the door, since the start. */
  readonly connections: { readonly open: number; readonly accepted: number; readonly refused: number };
  /** Bytes. */
  readonly residentMemory: number;
  readonly heapUsed: number;
  /** Seconds of processor time. */
  readonly cpuUser: number;
  readonly cpuSystem: number;
  /** Milliseconds that the event loop was late, since the last time this was asked for. */
  readonly eventLoopDelay: { readonly p50: number; readonly p99: number; readonly max: number };
  /** The part of the time that sending live streams takes, from 0 to 1. */
  readonly sendingLoad: number;
}
