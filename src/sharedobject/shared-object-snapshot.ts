import type { SharedObject } from './shared-object.js';
import type { SharedObjectCountsSnapshot } from './shared-object-counts.js';

/** A shared object as plain values. */
export interface SharedObjectSnapshot {
  readonly name: string;
  readonly persistent: boolean;
  readonly version: number;
  /** Clients and scripts that use it. */
  readonly users: number;
  /** How often somebody began to use it, and the most who used it at a time, since it was loaded. */
  readonly joined: number;
  readonly mostUsers: number;
  readonly properties: number;
  /** Of the names and values of all properties, as AMF0 has them. */
  readonly bytes: number;
  /** It has changed, and that is not stored. */
  readonly dirty: boolean;
  readonly locked: boolean;
  /** Infinity for no bound. */
  readonly resyncDepth: number;
  readonly counts: SharedObjectCountsSnapshot;
}

export function sharedObjectSnapshot(object: SharedObject): SharedObjectSnapshot {
  const { name, persistent, version, users, joined, mostUsers, size, bytes, isDirty, isLocked, resyncDepth, counts } =
    object;
  return {
    ...{ name, persistent, version, users, joined, mostUsers, bytes, resyncDepth },
    properties: size,
    dirty: isDirty,
    locked: isLocked,
    counts: counts.snapshot,
  };
}
