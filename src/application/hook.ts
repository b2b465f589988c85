import type { AmfValue } from '../amf/value.js';
import type { ApplicationPlace } from './application-place.js';
import type { Client } from './client.js';
import type { RecordedFile, RecordEnd, RecordingFacts } from './recording-facts.js';
import type { Refusal } from './refusal.js';
import type { SafeName } from './safe-name.js';
import type { StreamName } from './stream-name.js';

export type Awaitable<T> = T | Promise<T>;

export type PublishType = 'live' | 'record' | 'append' | 'appendWithGap';

/**
 * One step of the gate that everything passes on its way in or out, whatever transport it came by.
 * Hooks are asked in order and awaited before anything starts; the first refusal decides. Each
 * method may be absent. What has ended cannot be refused any more.
 */
export interface Hook {
  readonly name: string;
  onConnect?(client: Client, place: ApplicationPlace, args: readonly AmfValue[]): Awaitable<Refusal | undefined>;
  /** Told once of everybody whom {@link onConnect} let in, also if another hook did not. */
  onDisconnect?(client: Client, place: ApplicationPlace): void;
  /** The client goes while {@link onConnect} has not answered: the answer does not matter any more. */
  onLeave?(client: Client, place: ApplicationPlace): void;
  onPublish?(client: Client, stream: StreamName, type: PublishType): Awaitable<Refusal | undefined>;
  onUnpublish?(client: Client, stream: StreamName): void;
  /** The server itself publishes, as it is configured or a script wants it: nobody is asked. */
  onServerPublish?(place: ApplicationPlace, stream: StreamName): void;
  onServerUnpublish?(place: ApplicationPlace, stream: StreamName): void;
  onPlay?(client: Client, stream: StreamName): Awaitable<Refusal | undefined>;
  /**
   * Whether the client could play it, which so far only wants to know how long it is: nothing is counted, used up or
   * told to anybody. Who answers {@link onPlay} and not this is taken to refuse.
   */
  mayPlay?(client: Client, stream: StreamName): Refusal | undefined;
  onStop?(client: Client, stream: StreamName): void;
  /** A client wants to use a shared object. */
  onSharedObject?(client: Client, name: SafeName, persistent: boolean): Awaitable<Refusal | undefined>;
  /** A stream that may not be recorded is live nevertheless. */
  onRecord?(recording: RecordingFacts): Awaitable<Refusal | undefined>;
  /** The file with that absolute path is written from now on. */
  onRecordStart?(recording: RecordingFacts, path: string): void;
  /** A file is finished, and the recording goes on in another, of which {@link onRecordStart} tells. */
  onRecordSegment?(recording: RecordingFacts, file: RecordedFile): void;
  /** @param file the last one; undefined if nothing came that could be written */
  onRecordStop?(recording: RecordingFacts, file: RecordedFile | undefined, why: RecordEnd): void;
}
