/** A publication has a codec that it did not have before, on track 0. */
export interface CodecNews {
  readonly kind: 'audio' | 'video';
  /** As FLV numbers it, or its FourCC. */
  readonly id: number | string;
  /** RFC 6381, as `avc1.64001f`; the codec's own name for those of Flash. */
  readonly codec: string;
  /** There was none of this kind before in this publication. */
  readonly isFirst: boolean;
}
