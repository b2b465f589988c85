import type { AmfLimits } from './amf-limits.js';
import type { ExternalizableCodecs } from './externalizable-codec.js';

export interface AmfDecodeOptions {
  /** Default {@link defaultAmfLimits}. */
  readonly limits?: AmfLimits;
  /** Codecs besides those of Flex, which they may replace. */
  readonly externalizables?: ExternalizableCodecs;
}
