import type { Client } from './client.js';
import type { ApplicationPlace } from './application-place.js';
import type { StreamName } from './stream-name.js';

/** What becomes of media that is there already: it is replaced, or goes before, with the gap between or without. */
export type RecordMode = 'record' | 'append' | 'appendWithGap';

/** Who wants a recording: the publisher by the type it publishes with, the configuration, or a script or the console. */
export type RecordCause = 'publisher' | 'configuration' | 'request';

/** A recording: what is recorded, how, and for whom. The same object from its beginning to its end. */
export interface RecordingFacts {
  readonly place: ApplicationPlace;
  /** The live stream. */
  readonly stream: StreamName;
  readonly mode: RecordMode;
  readonly cause: RecordCause;
  /** Who publishes the stream; undefined if nobody does yet, or the server itself. */
  readonly client: Client | undefined;
}

/** A file of a recording that is finished. */
export interface RecordedFile {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds. */
  readonly duration: number;
}

/**
 * Why a recording ended:
 * - `unpublished`: the publication did
 * - `stopped`: somebody asked for that
 * - `limit`: it is as long or as large as it may be
 * - `quota`: the recordings of the application are as large as they may be
 * - `disk-full`: the disk has as little room as it may have, or none at all
 * - `too-slow`: the disk could not follow
 * - `failed`: the disk or the file did not do as it should
 */
export type RecordEnd = 'unpublished' | 'stopped' | 'limit' | 'quota' | 'disk-full' | 'too-slow' | 'failed';
