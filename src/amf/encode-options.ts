import type { ExternalizableCodecs } from './externalizable-codec.js';

export interface AmfEncodeOptions {
  /**
   * Bytes of output after which encoding stops with `too-long`. What was a reference in one encoding may have to be
   * written in full in the other, so a small message can grow without bounds. Default 16,777,215, the longest RTMP message.
   */
  readonly maxLength?: number;
  /** Codecs besides those of Flex, which they may replace. */
  readonly externalizables?: ExternalizableCodecs;
}

export const defaultMaxEncodedLength = 0xffffff;

/** Containers inside each other that encoders follow before they give up with `too-deep`. */
export const maxEncodeDepth = 512;
