import type { Client } from './client.js';
import type { Refusal } from './refusal.js';
import type { StreamType } from './stream-name.js';

/** What the access log tells of, in the words of FMS. */
export type AccessEventName =
  | 'server-start'
  | 'server-stop'
  | 'vhost-start'
  | 'vhost-stop'
  | 'app-start'
  | 'app-stop'
  | 'connect-pending'
  | 'connect'
  | 'disconnect'
  | 'publish'
  | 'unpublish'
  | 'codec'
  | 'codecchange'
  | 'play'
  | 'pause'
  | 'unpause'
  | 'seek'
  | 'stop'
  | 'record'
  | 'recordstop';

/** Where something happened; parts that are not known, or do not matter, are absent. */
export interface AccessPlace {
  readonly adaptor?: string;
  readonly virtualHost?: string;
  readonly application?: string;
  readonly instance?: string;
}

/** A stream as somebody asked for it. */
export interface AccessStream {
  readonly type: StreamType;
  readonly name: string;
  /** Without the question mark. It may hold a key: whoever shows it takes care of that. */
  readonly query: string;
}

/** A file of recorded media, or of a recording. */
export interface AccessFile {
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds; undefined where it is not known. */
  readonly duration?: number;
}

/** A codec of a stream that is published. */
export interface AccessCodec {
  readonly kind: 'audio' | 'video';
  /** As FLV numbers it, or its FourCC. */
  readonly id: number | string;
  /** `avc1.64001f` */
  readonly name: string;
}

/** Something that happened at the gate of the server, whichever way somebody came. */
export interface AccessEvent {
  readonly event: AccessEventName;
  readonly place: AccessPlace;
  /** Undefined for what the server does itself. */
  readonly client?: Client | undefined;
  readonly stream?: AccessStream;
  /** Why it was not done; absent if it was. */
  readonly refusal?: Refusal | undefined;
  /** Milliseconds that what ends here has lasted. */
  readonly duration?: number;
  /** Bytes of the stream so far: sent to the client that plays, received from the one that publishes. */
  readonly streamBytes?: number;
  /** Milliseconds of the media. */
  readonly position?: number;
  readonly file?: AccessFile;
  readonly codec?: AccessCodec;
  /** Of a connect: it was refused before it came to an instance. */
  readonly atDoor?: boolean;
  /** Why it ended, in one word: `closed-by-client`, `too-slow`, `unpublished`. */
  readonly why?: string;
}

/** Hears what happens at the gate. It must not throw, and nobody waits for it. */
export interface AccessWitness {
  happened(event: AccessEvent): void;
}
