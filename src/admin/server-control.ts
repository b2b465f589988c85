import type { Readable } from 'node:stream';
import type {
  Ban,
  BandwidthChange,
  InstancePlace,
  PropertyValue,
  MediaFacts,
  MediaFile,
  NewRecording,
  Repaired,
} from './api/schema/index.js';

/** Why a command was not carried out; the message says it to a person. */
export class ControlError extends Error {
  override readonly name = 'ControlError';

  constructor(
    readonly code: 'not-found' | 'conflict' | 'invalid' | 'not-possible',
    message: string,
  ) {
    super(message);
  }
}

/** A shared object of an instance. */
export interface SharedObjectPlace extends InstancePlace {
  readonly object: string;
  readonly persistent: boolean;
}

/** A file of recorded media. */
export interface MediaFilePlace extends Omit<InstancePlace, 'instance'> {
  readonly place: MediaFile['place'];
  /** Of a recording. */
  readonly instance?: string | undefined;
  readonly path: string;
}

/** Where media goes that an operator watches. */
export interface MediaWindow {
  /** Bytes that were written and have not left. */
  readonly queuedBytes: number;
  write(bytes: Uint8Array): void;
  /** Nothing more comes. */
  end(): void;
}

/**
 * What the administration does to the server: commands with plain values. Each throws or rejects with
 * {@link ControlError} if there is no such thing, or it cannot be done now.
 */
export interface ServerControl {
  /** Starts an instance that does not run. Resolves when its script runs. */
  loadInstance(place: InstancePlace): Promise<void>;
  /** Disconnects its clients and ends it. */
  unloadInstance(place: InstancePlace): Promise<void>;
  /** As {@link unloadInstance}, and starts it anew, whether it ran or not. */
  reloadInstance(place: InstancePlace): Promise<void>;
  /** Ends all instances of an application. Resolves with how many those were. */
  unloadApplication(place: Omit<InstancePlace, 'instance'>): Promise<number>;

  /** Disconnects a client, which is told why if a reason is given. */
  disconnect(clientId: string, reason?: string): void;
  /** Tells a client what bandwidth it has, and holds it to that. */
  setBandwidth(clientId: string, limit: BandwidthChange): void;
  /** Measures the bandwidth to a client, which is told; false if that goes on already or is switched off. */
  checkBandwidth(clientId: string): boolean;
  /** Calls a method of a client and asks for no answer. */
  notify(clientId: string, method: string, args: readonly PropertyValue[]): void;
  /** Resolves with whether the client answers within that many milliseconds. */
  isAlive(clientId: string, timeout: number): Promise<boolean>;

  /** Lets nobody in from an address. Answers how many clients were disconnected for it. */
  ban(address: string, terms: { reason: string; by: string; until?: number | undefined; disconnect: boolean }): number;
  /** False if it was not banned. */
  unban(address: string): boolean;
  bans(): readonly Ban[];

  /** Disconnects who publishes a live stream; what the server itself publishes is ended. */
  endStream(place: InstancePlace, stream: string): void;
  startRecording(place: InstancePlace, stream: string, request: NewRecording): void;
  /** Ends the recording that was asked for with {@link startRecording}. */
  stopRecording(place: InstancePlace, stream: string): void;
  /** The newest key frame as an MP4 of one frame; undefined if none has come yet or it cannot be written as MP4. */
  keyFrame(place: InstancePlace, stream: string): Uint8Array | undefined;

  /** Writes a live stream as FLV, from its newest key frame on, until the function that is answered is called. */
  preview(place: InstancePlace, stream: string, window: MediaWindow): () => void;

  setProperty(place: SharedObjectPlace, property: string, value: PropertyValue): Promise<void>;
  /** Deletes all properties. */
  clearSharedObject(place: SharedObjectPlace): Promise<void>;
  /** Calls a handler of everybody who uses it. */
  sendToUsers(place: SharedObjectPlace, handler: string, args: readonly PropertyValue[]): Promise<void>;

  /** All recorded media of an application, in the order of the paths. */
  mediaFiles(place: Omit<InstancePlace, 'instance'>): Promise<readonly MediaFile[]>;
  mediaFacts(place: MediaFilePlace): Promise<MediaFacts>;
  /** Bytes, as it is now. */
  mediaSize(place: MediaFilePlace): Promise<number>;
  /** @param range bytes, both included */
  readMediaFile(place: MediaFilePlace, range: { readonly from: number; readonly to: number }): Promise<Readable>;
  deleteMediaFile(place: MediaFilePlace): Promise<void>;
  /** Mends a file that was cut off in the middle. */
  repairMediaFile(place: MediaFilePlace): Promise<Repaired>;
}
