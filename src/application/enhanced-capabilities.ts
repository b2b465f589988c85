/** What a client can do with a codec (FourCcInfoMask of Enhanced RTMP v2). */
export interface CodecCapability {
  /** Four characters, or `*` for every codec that is not named. */
  readonly fourCc: string;
  readonly decode: boolean;
  readonly encode: boolean;
  readonly forward: boolean;
}

/** What a client said in connect that it can do of Enhanced RTMP; what it did not say, it cannot. */
export interface EnhancedCapabilities {
  /** fourCcList, of version 1: the codecs that it can decode, `*` for all. */
  readonly fourCcList: readonly string[];
  readonly video: readonly CodecCapability[];
  readonly audio: readonly CodecCapability[];
  /** It goes where a ReconnectRequest sends it. */
  readonly reconnect: boolean;
  readonly multitrack: boolean;
  /** It reads past ModEx prefixes. */
  readonly modEx: boolean;
  readonly timestampNanoOffset: boolean;
  /** It seeks in what it has buffered. */
  readonly clientSeek: boolean;
  readonly hdr: boolean;
  /** It reads packets of video metadata, such as colours. */
  readonly videoMetadata: boolean;
  readonly largeScaleTile: boolean;
}
