import type { AmfValue } from '../amf/value.js';

/** A property with the version that the object got when the property got this value. */
export interface VersionedValue {
  readonly value: AmfValue;
  readonly version: number;
}

/** What is kept of a persistent object while nobody uses it. */
export interface SharedObjectContent {
  /** Of the object, with its folders. */
  readonly name: string;
  readonly version: number;
  readonly properties: ReadonlyMap<string, VersionedValue>;
  /** The versions at which properties were deleted, by their names; what `resyncDepth` keeps of them. */
  readonly deleted: ReadonlyMap<string, number>;
}

/** An object as its store sees it. */
export interface StorableSharedObject {
  readonly name: string;
  /** What it is now. The maps are the caller's own; the values in them are shared and never change. */
  content(): SharedObjectContent;
  /** That version is stored, and will be there after a crash. */
  stored(version: number): void;
}

/**
 * Keeps the persistent objects of one instance. Names are safe names (`application/safe-name`) with `/` between
 * folders; a store refuses others. What is asked for one name happens in the order in which it was asked: who loads
 * an object that is being saved gets it as saved.
 */
export interface SharedObjectStore {
  /** Undefined if there is none. Rejects if there is one and it cannot be read: nothing else may take its name then. */
  load(name: string): Promise<SharedObjectContent | undefined>;
  /**
   * The object has changed, and is to be stored before long, as it is then. Costs little and is called for each turn
   * of the event loop in which it changed. Failing is the store's to report and to try again.
   */
  touch(object: StorableSharedObject): void;
  /** Stores the object as it is now; resolves when that would be there after a crash. Rejects if it cannot be. */
  save(object: StorableSharedObject): Promise<void>;
  /** Forgets the object, one that waits to be stored too. */
  remove(name: string): Promise<void>;
  /** The names of all objects that are kept, those that wait to be stored included. */
  names(): Promise<readonly string[]>;
  /** Stores what waits to be stored. Nothing is asked of it afterwards. */
  close(): Promise<void>;
}
