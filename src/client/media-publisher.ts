import type { PublishType } from '../application/hook.js';
import { MediaMessage } from '../media/media-message.js';
import { writeAudioFrame, writeAudioSequenceHeader } from '../media/write-audio.js';
import { writeVideoFrame, writeVideoSequenceHeader } from '../media/write-video.js';
import { Listeners } from './listeners.js';
import type { NetStream } from './net-stream.js';
import { opusHeader } from './opus-header.js';
import { platformClock } from './platform.js';
import { bytesOf, TrackEncoder } from './track-encoder.js';
import { VideoError } from './video-error.js';
import type { AudioDataLike, EncoderLike, MediaStreamLike, VideoFrameLike, WebCodecsLike } from './web-codecs-like.js';
import { platformWebCodecs } from './web-codecs-like.js';

/** How a {@link MediaPublisher} encodes. */
export interface MediaPublisherOptions {
  /** Bits per second. Default 1.5 Mbit/s. */
  readonly videoBitrate?: number;
  /** Bits per second. Default 96 kbit/s. */
  readonly audioBitrate?: number;
  /** Milliseconds from one key frame to the next. Default 2000. */
  readonly keyFrameInterval?: number;
}

const DEFAULTS = { videoBitrate: 1_500_000, audioBitrate: 96_000, keyFrameInterval: 2000 } as const;
/** Milliseconds of video that may wait to be sent: with more pictures are left out. */
const MOST_WAITING = 1000;
/** Pixels of 720p, up to which level 3.1 of H.264 goes. */
const LEVEL_3_1 = 1280 * 720;
const FRAME_RATE = 30;

/**
 * Publishes what a camera, a microphone or a screen gives: H.264, and AAC, or Opus where the browser encodes no AAC. When the
 * connection was made anew it goes on. It needs WebCodecs, which Chrome and Edge have.
 */
export class MediaPublisher {
  readonly #errors = new Listeners<[error: VideoError]>();
  readonly #settings: Required<MediaPublisherOptions>;
  readonly #codecs: WebCodecsLike;
  readonly #encoders: TrackEncoder<never>[] = [];
  readonly #beginnings = new Map<string, number>();
  readonly #start = platformClock.now();
  readonly #forget: () => void;
  #picture: { readonly width: number; readonly height: number } | undefined;
  #keyFrameAt = -Infinity;

  /** Throws a VideoError where there are no WebCodecs. */
  constructor(
    private readonly stream: NetStream,
    private readonly media: MediaStreamLike,
    options: MediaPublisherOptions = {},
  ) {
    const codecs = platformWebCodecs();
    if (codecs === undefined) {
      throw new VideoError(
        'no-web-codecs',
        'This browser lets no page encode a camera (WebCodecs): use Chrome or Edge.',
      );
    }
    this.#codecs = codecs;
    this.#settings = { ...DEFAULTS, ...options };
    this.#forget = stream.onStatus(({ code }) => {
      if (code === 'NetStream.Publish.Start') this.#begin();
    });
  }

  /** Asks to publish, and does as soon as the server agrees. What it says comes to `onStatus` of the stream. */
  publish(name: string, type?: PublishType): void {
    this.stream.publish(name, type);
  }

  /** Pictures and pieces of sound that were left out, because the encoder or the network did not follow. */
  get leftOut(): number {
    return this.#encoders.reduce((sum, { leftOut }) => sum + leftOut, 0);
  }

  /** Calls `listener` when something cannot be published. Answers what ends that. */
  onError(listener: (error: VideoError) => unknown): () => void {
    return this.#errors.add(listener);
  }

  /** Publishes no more. Neither the stream nor the camera is closed. */
  close(): void {
    this.#forget();
    for (const encoder of this.#encoders.splice(0)) encoder.close();
    this.stream.stop();
  }

  /** The server takes what comes from now on: it gets sequence headers and a key frame first. */
  #begin(): void {
    this.#keyFrameAt = -Infinity;
    if (this.#encoders.length > 0) return this.#encoders.forEach((encoder) => encoder.restart());
    const { MediaStreamTrackProcessor } = this.#codecs;
    const [video] = this.media.getVideoTracks();
    const [audio] = this.media.getAudioTracks();
    const readerOf = (track: NonNullable<typeof video>) =>
      new MediaStreamTrackProcessor({ track }).readable.getReader();
    if (video !== undefined) {
      this.#run(
        new TrackEncoder<VideoFrameLike>({
          reader: readerOf(video),
          open: (frame) => this.#openVideo(frame),
          isOther: ({ displayWidth, displayHeight }) =>
            displayWidth !== this.#picture?.width || displayHeight !== this.#picture.height,
          hasRoom: () => this.stream.queuedBytes * 8000 < this.#settings.videoBitrate * MOST_WAITING,
          isKey: (frame) => this.#isKey(frame),
        }),
      );
    }
    if (audio !== undefined) {
      this.#run(
        new TrackEncoder<AudioDataLike>({
          reader: readerOf(audio),
          open: (data) => this.#openAudio(data),
          isOther: () => false,
          hasRoom: () => true,
          isKey: () => false,
        }),
      );
    }
  }

  #run(encoder: TrackEncoder<VideoFrameLike> | TrackEncoder<AudioDataLike>): void {
    this.#encoders.push(encoder);
    encoder.run().catch((error: unknown) => this.#failed(error instanceof Error ? error.message : String(error)));
  }

  async #openVideo({
    displayWidth: width,
    displayHeight: height,
  }: VideoFrameLike): Promise<EncoderLike<VideoFrameLike> | undefined> {
    this.#picture = { width, height };
    this.#keyFrameAt = -Infinity;
    const codec = width * height > LEVEL_3_1 ? 'avc1.640028' : 'avc1.42e01f';
    const { videoBitrate: bitrate } = this.#settings;
    const config = {
      ...{ codec, width: width & ~1, height: height & ~1, bitrate, framerate: FRAME_RATE },
      ...{ latencyMode: 'realtime', avc: { format: 'avc' } },
    };
    const { VideoEncoder } = this.#codecs;
    if (!(await isSupported(VideoEncoder, config))) return this.#unsupported('H.264');
    this.stream.send('@setDataFrame', 'onMetaData', { width, height, framerate: FRAME_RATE, videocodecid: 7 });
    const encoder = new VideoEncoder({
      output: (chunk, metadata) => {
        const time = this.#timeOf('video', chunk.timestamp);
        const description = metadata?.decoderConfig?.description;
        if (description !== undefined)
          this.#write('video', time, writeVideoSequenceHeader('avc', asBytes(description)));
        this.#write('video', time, writeVideoFrame('avc', chunk.type === 'key' ? 'key' : 'inter', bytesOf(chunk)));
      },
      error: ({ message }) => this.#failed(message),
    });
    encoder.configure(config);
    return encoder;
  }

  async #openAudio({ sampleRate, numberOfChannels }: AudioDataLike): Promise<EncoderLike<AudioDataLike> | undefined> {
    const { AudioEncoder } = this.#codecs;
    const sound = { sampleRate, numberOfChannels, bitrate: this.#settings.audioBitrate };
    const [aac, opus] = [
      { ...sound, codec: 'mp4a.40.2', aac: { format: 'aac' } },
      { ...sound, codec: 'opus' },
    ] as const;
    const isAac = await isSupported(AudioEncoder, aac);
    if (!isAac && !(await isSupported(AudioEncoder, opus))) return this.#unsupported('AAC or Opus');
    const codec = isAac ? 'aac' : 'opus';
    let isFirst = true;
    const encoder = new AudioEncoder({
      output: (chunk, metadata) => {
        const time = this.#timeOf('audio', chunk.timestamp);
        const description = metadata?.decoderConfig?.description;
        const header = description === undefined ? opusHeader(numberOfChannels, sampleRate) : asBytes(description);
        if (isFirst && (description !== undefined || codec === 'opus')) {
          this.#write('audio', time, writeAudioSequenceHeader(codec, header));
          isFirst = false;
        }
        this.#write('audio', time, writeAudioFrame(codec, bytesOf(chunk)));
      },
      error: ({ message }) => this.#failed(message),
    });
    encoder.configure(isAac ? aac : opus);
    return encoder;
  }

  #isKey({ timestamp }: VideoFrameLike): boolean {
    const isDue = timestamp / 1000 - this.#keyFrameAt >= this.#settings.keyFrameInterval;
    if (isDue) this.#keyFrameAt = timestamp / 1000;
    return isDue;
  }

  /** Cameras and microphones count from moments of their own: each begins when its first frame came. */
  #timeOf(track: string, timestamp: number): number {
    const time = timestamp / 1000;
    let beginning = this.#beginnings.get(track);
    if (beginning === undefined) {
      beginning = time - (platformClock.now() - this.#start);
      this.#beginnings.set(track, beginning);
    }
    return Math.max(0, Math.round(time - beginning)) >>> 0;
  }

  #write(kind: 'audio' | 'video', time: number, payload: Uint8Array): void {
    this.stream.write(new MediaMessage(kind, time, payload));
  }

  #unsupported(codec: string): undefined {
    this.#errors.tell(new VideoError('unsupported', `This browser does not encode ${codec}.`));
  }

  #failed(message: string): void {
    this.#errors.tell(new VideoError('failed', `The browser could not encode: ${message}`));
  }
}

async function isSupported(
  encoder: { isConfigSupported(config: object): Promise<{ readonly supported?: boolean }> },
  config: object,
): Promise<boolean> {
  try {
    return (await encoder.isConfigSupported(config)).supported === true;
  } catch {
    return false;
  }
}

function asBytes(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
