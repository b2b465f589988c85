import type { SharedObjectEvent } from '../rtmp/message/shared-object-event.js';
import type { ObjectUse } from './object-use.js';

/** What one user wants of an object: one property to change or to be deleted, or one message to be sent. */
export interface Wish {
  readonly use: ObjectUse;
  /** The version of the object that the user has heard of. */
  readonly knows: number;
  readonly event: SharedObjectEvent;
}

/** Decides about an object in the place of the instance that it is used in. */
export interface ObjectAuthority {
  /** False: it cannot be asked now. What it decides comes later, by `SharedObject.decide` and `deny`. */
  ask(wish: Wish): boolean;
}
