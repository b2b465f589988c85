import type { SegmentMuxer } from '../hls/segment-muxer.js';
import type { AudioCodec } from '../media/audio-codec.js';
import type { MediaFormat } from '../media/media-format.js';
import type { MediaMessage } from '../media/media-message.js';
import type { VideoCodec } from '../media/video-codec.js';
import { hasAudioSampleEntry } from '../mp4/audio-sample-entry.js';
import { FragmentedMp4Writer } from '../mp4/fragmented-mp4-writer.js';
import type { Mp4Verdict } from '../mp4/mp4-verdict.js';
import { hasVisualSampleEntry } from '../mp4/visual-sample-entry.js';
import { MpegTsMuxer } from '../mpegts/mpeg-ts-muxer.js';

/** What segments are made of. */
export interface HlsContainer {
  /** Of segments, with the dot. */
  readonly extension: string;
  readonly contentType: string;
  readonly newMuxer: () => SegmentMuxer;
  readonly hasVideo: (codec: VideoCodec) => boolean;
  readonly hasAudio: (codec: AudioCodec) => boolean;
}

export type HlsContainerName = 'ts' | 'fmp4';

/** The container of an address; `auto`: the one that most players take. */
export type HlsContainerChoice = HlsContainerName | 'auto';

const TS_CODECS: ReadonlySet<VideoCodec | AudioCodec> = new Set(['avc', 'hevc', 'aac', 'mp3', 'mp3-8k'] as const);

export const hlsContainers: Readonly<Record<HlsContainerName, HlsContainer>> = {
  ts: {
    extension: '.ts',
    contentType: 'video/mp2t',
    newMuxer: () => new TsSegments(),
    hasVideo: (codec) => TS_CODECS.has(codec),
    hasAudio: (codec) => TS_CODECS.has(codec),
  },
  fmp4: {
    extension: '.m4s',
    contentType: 'video/mp4',
    newMuxer: () => new Mp4Segments(),
    hasVideo: hasVisualSampleEntry,
    hasAudio: hasAudioSampleEntry,
  },
};

/** Fragmented MP4, but for MP3, which hls.js plays out of MPEG-TS only. */
export function containerFor(
  choice: HlsContainerChoice,
  video: VideoCodec | undefined,
  audio: AudioCodec | undefined,
): HlsContainer {
  if (choice !== 'auto') return hlsContainers[choice];
  const isMp3 = audio === 'mp3' || audio === 'mp3-8k';
  return hlsContainers[isMp3 && (video === undefined || TS_CODECS.has(video)) ? 'ts' : 'fmp4'];
}

/** The codecs of a format that a container holds, by RFC 6381. */
export function codecsIn({ hasVideo, hasAudio }: HlsContainer, { video, audio }: Partial<MediaFormat>): string[] {
  const codecs: string[] = [];
  if (video !== undefined && hasVideo(video.codec)) codecs.push(video.codecString);
  if (audio !== undefined && hasAudio(audio.codec)) codecs.push(audio.codecString);
  return codecs;
}

class TsSegments implements SegmentMuxer {
  readonly header = undefined;
  readonly #muxer = new MpegTsMuxer();

  accept(message: MediaMessage): boolean {
    this.#muxer.accept(message);
    return true;
  }

  take(): Uint8Array | undefined {
    return this.#muxer.take();
  }
}

class Mp4Segments implements SegmentMuxer {
  readonly #writer = new FragmentedMp4Writer({ asSent: true });
  /** It was accepted before its time. */
  #next: { readonly message: MediaMessage; readonly verdict: Mp4Verdict } | undefined;

  get header(): Uint8Array | undefined {
    return this.#writer.header;
  }

  accept(message: MediaMessage): boolean {
    const { kind } = this.#next?.message === message ? this.#next.verdict : this.#writer.accept(message);
    this.#next = undefined;
    return kind !== 'codec-changed' && kind !== 'late-track';
  }

  take(next?: MediaMessage): Uint8Array | undefined {
    if (next === undefined) return this.#writer.finish();
    const { fragment, verdict } = this.#writer.takeBefore(next);
    this.#next = { message: next, verdict };
    return fragment;
  }
}
