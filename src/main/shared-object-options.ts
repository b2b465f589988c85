import type { ApplicationSettings } from '../config/configuration.js';
import type { SharedObjectOptions } from '../sharedobject/shared-object-options.js';

/** What the shared objects of an application are allowed, of its settings. */
export function sharedObjectOptions({ sharedObjManager }: ApplicationSettings): SharedObjectOptions {
  const { resyncDepth, lockTimeOut, autoCommit, ...bounds } = sharedObjManager;
  return {
    resyncDepth,
    lockTimeOut: lockTimeOut === 0 ? Infinity : lockTimeOut,
    autoCommit: autoCommit.enable,
    maxProperties: bounds.maxProperties,
    maxPropertySize: bounds.maxPropertySize,
    maxSize: bounds.maxSize,
    maxObjects: bounds.maxObjects,
    maxObjectsPerClient: bounds.maxObjectsPerClient,
    maxChangeRate: bounds.maxChangeRate,
  };
}
