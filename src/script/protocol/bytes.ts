/** A sequence of values as AMF3, one after the other: how values cross between the server and a script. See `pack.ts`. */
export type Packed = Uint8Array;

/** What crosses besides: numbers, texts, and records of them. It is cloned, so neither side sees the other's. */
export type Plain = undefined | null | boolean | number | string | Uint8Array | readonly Plain[] | PlainRecord;

export interface PlainRecord {
  readonly [name: string]: Plain;
}
