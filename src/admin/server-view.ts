import type { RestreamCounts, RestreamKind } from '../application/restream-control.js';
import type { AdaptorSnapshot } from '../application/server-snapshot.js';
import type { RtmptTrafficSnapshot } from '../net/rtmpt-traffic.js';

/** What the administration sees of the server: plain values, made when asked for. It never holds a live object. */
export interface ServerView {
  readonly version: string;
  /** Seconds since the start. */
  uptime(): number;
  snapshot(): readonly AdaptorSnapshot[];
  process(): ProcessSnapshot;
  media(): RecordedMediaSnapshot;
  webhooks(): readonly WebhookCounts[];
  edges(): EdgeCounts;
  /** Connects refused before they came to an application, since the start: none of that name, a full virtual host. */
  turnedAway(): number;
  /** What went through the tunnels of RTMPT since the start: of each adaptor. */
  tunnels(): readonly RtmptTrafficSnapshot[];
  restreams(): Readonly<Record<RestreamKind, RestreamCounts>>;
  /** Why the server should be sent no new clients now; empty if it should. */
  notReady(): readonly string[];
}

/** How many things were how long. All counts only grow. */
export interface DurationHistogram {
  /** How many took `upTo` seconds or less, those of the buckets before included. */
  readonly buckets: readonly { readonly upTo: number; readonly count: number }[];
  readonly count: number;
  /** Seconds. */
  readonly sum: number;
}

/** How the process does. Nothing here depends on who asked before. */
export interface ProcessSnapshot {
  /** Seconds since 1970 UTC. */
  readonly startedAt: number;
  /** Connections that are open now; accepted, and refused at the door, since the start. */
  readonly connections: { readonly open: number; readonly accepted: number; readonly refused: number };
  /** Key exchanges of RTMPE: made, and refused because there were too many, since the start. */
  readonly keyExchanges: { readonly admitted: number; readonly refused: number };
  /** Bytes. */
  readonly memory: { readonly resident: number; readonly heapUsed: number; readonly external: number };
  /** Seconds of processor time. */
  readonly cpu: number;
  readonly eventLoop: {
    /** How late the event loop is for who asks at any moment. */
    readonly delay: DurationHistogram;
    /** Seconds that it was at work, and had nothing to do. */
    readonly active: number;
    readonly idle: number;
  };
  /** The part of the time that sending live streams would take, if every message left alone: 1 and more is busy. */
  readonly sendingLoad: number;
}

/** Links in one direction: to origins, or from edges. */
export interface LinkCounts {
  /** Now. */
  readonly open: number;
  readonly streams: number;
  /** Milliseconds, of the slowest; undefined while it is not known. */
  readonly roundTrip: number | undefined;
  /** Since the start. */
  readonly ended: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly streamsOpened: number;
}

/** What this server is to other servers, and what it keeps of their recordings. */
export interface EdgeCounts {
  readonly links: Readonly<Record<'to-origin' | 'from-edge', LinkCounts>>;
  readonly cache: {
    /** Blocks that were asked for, by where they lay; bytes that were read and that had to be fetched; what is kept. */
    readonly memory: {
      readonly memoryHits: number;
      readonly diskHits: number;
      readonly fetched: number;
      readonly fetchedBytes: number;
      readonly readBytes: number;
      readonly bytes: number;
      readonly budget: number;
    };
    readonly disk: {
      readonly bytes: number;
      readonly budget: number;
      readonly damaged: number;
      readonly failures: number;
    };
  };
}

/** How a webhook does. */
export interface WebhookCounts {
  /** Without its query. */
  readonly url: string;
  readonly requests: { readonly ok: number; readonly refused: number; readonly failed: number };
  /** That these took. */
  readonly seconds: number;
  /** Questions and events. */
  readonly waiting: number;
  /** Events that it was not told of. */
  readonly lost: number;
}

/** Recorded media that is open, and in memory. */
export interface RecordedMediaSnapshot {
  /** Files that somebody plays. */
  readonly playing: number;
  readonly openFiles: number;
  readonly cache: {
    /** Segments that were there, and that had to be read. */
    readonly hits: number;
    readonly misses: number;
    /** What is in it, and may be. */
    readonly bytes: number;
    readonly budget: number;
  };
}
