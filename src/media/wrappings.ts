/**
 * What of Enhanced RTMP v2 may stand around a packet of audio or video: the byte and the ids of multitrack, and
 * ModEx prefixes. One of the four in {@link wrappingsKnown} says which a receiver can read; the object itself is
 * the key of what is kept for all receivers of its kind.
 */
export interface Wrappings {
  readonly multitrack: boolean;
  readonly modEx: boolean;
}

const NONE: Wrappings = { multitrack: false, modEx: false };
const MULTITRACK: Wrappings = { multitrack: true, modEx: false };
const MOD_EX: Wrappings = { multitrack: false, modEx: true };
const BOTH: Wrappings = { multitrack: true, modEx: true };

/** The one object for receivers of this kind. */
export function wrappingsKnown(multitrack: boolean, modEx: boolean): Wrappings {
  if (multitrack) return modEx ? BOTH : MULTITRACK;
  return modEx ? MOD_EX : NONE;
}
