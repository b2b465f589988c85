/** What the shared objects of an instance are allowed. Infinity for no bound. */
export interface SharedObjectOptions {
  /** Versions for which the names of deleted properties are kept; a client with an older one gets the whole object. */
  readonly resyncDepth: number;
  /** Milliseconds that a script may keep an object locked. */
  readonly lockTimeOut: number;
  /** Whether persistent objects are written without being flushed. */
  readonly autoCommit: boolean;
  /** Properties of one object. */
  readonly maxProperties: number;
  /** Bytes of the name and value of one property, as they are on the wire. */
  readonly maxPropertySize: number;
  /** Bytes of all properties of one object. */
  readonly maxSize: number;
  /** Objects of one instance. */
  readonly maxObjects: number;
  /** Objects that one client uses at the same time. */
  readonly maxObjectsPerClient: number;
  /** Changes and messages per second of one client; with more, reading from it pauses. */
  readonly maxChangeRate: number;
}
