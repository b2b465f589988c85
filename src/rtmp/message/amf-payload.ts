import { AmfError } from '../../amf/amf-error.js';
import type { AmfLimits } from '../../amf/amf-limits.js';
import { defaultAmfLimits } from '../../amf/amf-limits.js';
import { decodeAmf0 } from '../../amf/amf0-decoder.js';
import { encodeAmf0 } from '../../amf/amf0-encoder.js';
import { amf0Marker } from '../../amf/markers.js';
import type { AmfValue } from '../../amf/value.js';
import { concat } from '../../bytes/concat.js';
import { RtmpError } from '../rtmp-error.js';

/**
 * `amf3` marks the message types 15 and 17: a format byte of 0, then AMF0 values that switch to AMF3 one by one.
 * `amf0` are the types 18 and 20.
 */
export type AmfEncoding = 'amf0' | 'amf3';

/** The only format that was ever used in the first byte of the types 15 and 17. */
const FORMAT = Uint8Array.of(0);

export interface AmfPayloadOptions {
  readonly limits?: AmfLimits | undefined;
  /** Accepts that the last object has no end. */
  readonly lenientEnd?: boolean;
}

/** Throws RtmpError `invalid-message` with the AmfError as its cause. */
export function decodeAmfPayload(payload: Uint8Array, encoding: AmfEncoding, options: AmfPayloadOptions): AmfValue[] {
  // Some third-party senders leave the format byte out and begin with the string that is the name.
  const hasFormat = encoding === 'amf3' && payload[0] !== amf0Marker.string;
  try {
    return decodeAmf0(hasFormat ? payload.subarray(1) : payload, {
      limits: options.limits ?? defaultAmfLimits,
      lenientEnd: options.lenientEnd ?? false,
    });
  } catch (cause) {
    if (!(cause instanceof AmfError)) throw cause;
    throw new RtmpError('invalid-message', `a payload of ${payload.length} bytes is not AMF: ${cause.message}`, cause);
  }
}

/** Throws AmfError for a value that AMF cannot express. */
export function encodeAmfPayload(values: readonly AmfValue[], encoding: AmfEncoding): Uint8Array {
  if (encoding === 'amf0') return encodeAmf0(values);
  return concat([FORMAT, encodeAmf0(values, { avmPlus: true })]);
}
