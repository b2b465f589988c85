import type { AmfLimits } from '../../amf/amf-limits.js';
import { defaultAmfLimits } from '../../amf/amf-limits.js';

/** How connections to other servers are treated. */
export interface OutgoingOptions {
  /** Milliseconds in which the server must be found, shake hands and answer connect. */
  readonly connectTimeout: number;
  /** Bounds of the AMF values that a server sends. */
  readonly amf: AmfLimits;
  /** Bytes of our chunks. */
  readonly chunkSize: number;
  /** Milliseconds of media that a server may send of a recording before its time. */
  readonly bufferLength: number;
}

export const defaultOutgoingOptions: OutgoingOptions = {
  connectTimeout: 15_000,
  amf: defaultAmfLimits,
  chunkSize: 4096,
  bufferLength: 500,
};
