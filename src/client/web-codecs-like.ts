/** What is used of the DOM and of WebCodecs to publish, so that this compiles without them. */

export interface MediaTrackLike {
  readonly kind: string;
}

/** What a camera, a microphone or a screen gives: `getUserMedia`, `getDisplayMedia`. */
export interface MediaStreamLike {
  getVideoTracks(): readonly MediaTrackLike[];
  getAudioTracks(): readonly MediaTrackLike[];
}

/** A picture, or some sound; times are microseconds. Whoever has it closes it. */
interface RawMedia {
  readonly timestamp: number;
  close(): void;
}

export interface VideoFrameLike extends RawMedia {
  readonly displayWidth: number;
  readonly displayHeight: number;
}

export interface AudioDataLike extends RawMedia {
  readonly sampleRate: number;
  readonly numberOfChannels: number;
}

export interface EncodedChunkLike {
  readonly type: 'key' | 'delta';
  readonly timestamp: number;
  readonly byteLength: number;
  copyTo(bytes: Uint8Array): void;
}

interface EncoderMetadata {
  readonly decoderConfig?: { readonly description?: ArrayBuffer | ArrayBufferView };
}

interface EncoderSetup {
  output(chunk: EncodedChunkLike, metadata?: EncoderMetadata): void;
  error(error: { readonly message: string }): void;
}

export interface EncoderLike<Raw> {
  readonly state: string;
  readonly encodeQueueSize: number;
  configure(config: object): void;
  encode(raw: Raw, options?: { keyFrame: boolean }): void;
  close(): void;
}

interface EncoderConstructor<Raw> {
  new (setup: EncoderSetup): EncoderLike<Raw>;
  isConfigSupported(config: object): Promise<{ readonly supported?: boolean }>;
}

export interface WebCodecsLike {
  readonly VideoEncoder: EncoderConstructor<VideoFrameLike>;
  readonly AudioEncoder: EncoderConstructor<AudioDataLike>;
  readonly MediaStreamTrackProcessor: new (init: { track: MediaTrackLike }) => {
    readonly readable: {
      getReader(): {
        read(): Promise<{ readonly done: boolean; readonly value?: unknown }>;
        cancel(): Promise<void>;
      };
    };
  };
}

/** WebCodecs of this browser; undefined if something of it is missing. */
export function platformWebCodecs(): WebCodecsLike | undefined {
  const platform = globalThis as Partial<WebCodecsLike>;
  const { VideoEncoder, AudioEncoder, MediaStreamTrackProcessor } = platform;
  if (VideoEncoder === undefined || AudioEncoder === undefined || MediaStreamTrackProcessor === undefined)
    return undefined;
  return { VideoEncoder, AudioEncoder, MediaStreamTrackProcessor };
}
