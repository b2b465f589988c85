import type { AudioCodec } from './audio-codec.js';
import { EX_AUDIO } from './audio-codec.js';
import type { AudioHeader } from './audio-header.js';
import { audioTracks } from './audio-header.js';
import { classify } from './classify.js';
import { readAc3Frame } from './codec-configuration/ac3-frame.js';
import { readAudioConfiguration, readVideoConfiguration } from './codec-configuration/codec-configuration.js';
import { describeCodec } from './codec-configuration/describe-codec.js';
import { keyFrameTellsPicture, readKeyFramePicture } from './codec-configuration/key-frame-picture.js';
import { readMp3Frame } from './codec-configuration/mp3-frame.js';
import { orUndefined } from './media-error.js';
import type { AudioFormat, MediaFormat, VideoFormat } from './media-format.js';
import { sameAudioFormat, sameVideoFormat } from './media-format.js';
import type { MediaMessage } from './media-message.js';
import { readSoundFormat } from './sound-format.js';
import type { SoundFormat } from './sound-format.js';
import type { VideoCodec } from './video-codec.js';
import type { VideoHeader } from './video-header.js';
import { videoTracks } from './video-header.js';

/**
 * Follows what a stream's track 0 carries. It looks into sequence headers, into the first frame of a codec,
 * and into key frames of codecs that tell the picture size nowhere else; other messages cost a comparison.
 */
export class MediaFormatTracker {
  #video: VideoFormat | undefined;
  #audio: AudioFormat | undefined;

  get format(): MediaFormat {
    return { video: this.#video, audio: this.#audio };
  }

  /** Takes the stream's next message. Answers whether the format is another one now. Never throws. */
  accept(message: MediaMessage): boolean {
    const { codec, tracks, isSequenceHeader, isFrame, isKeyFrame } = classify(message);
    if (codec === undefined || tracks[0] !== 0) return false;
    if (message.kind === 'audio') {
      return (isSequenceHeader || (isFrame && codec !== this.#audio?.codec)) && this.#acceptAudio(message.payload);
    }
    const tells = isSequenceHeader || (isFrame && codec !== this.#video?.codec);
    return (tells || (isKeyFrame && keyFrameTellsPicture(codec))) && this.#acceptVideo(message.payload);
  }

  clear(): void {
    this.#video = undefined;
    this.#audio = undefined;
  }

  #acceptVideo(payload: Uint8Array): boolean {
    const header = track0(videoTracks(payload));
    if (header?.codec === undefined) return false;
    const body = payload.subarray(header.bodyOffset, header.bodyEnd);
    const before = this.#video?.codec === header.codec ? this.#video : undefined;
    const format =
      header.packet === 'sequence-header'
        ? configuredVideo(header.codec, body, before)
        : videoFrame(header.codec, header, body, before);
    if (sameVideoFormat(format, this.#video)) return false;
    this.#video = format;
    return true;
  }

  #acceptAudio(payload: Uint8Array): boolean {
    const header = track0(audioTracks(payload));
    if (header?.codec === undefined) return false;
    const body = payload.subarray(header.bodyOffset, header.bodyEnd);
    const format =
      header.packet === 'sequence-header'
        ? configuredAudio(header.codec, body)
        : audioFrame(header.codec, payload[0]!, body);
    if (sameAudioFormat(format, this.#audio)) return false;
    this.#audio = format;
    return true;
  }
}

function track0<T extends VideoHeader | AudioHeader>(tracks: Iterable<T>): T | undefined {
  for (const track of tracks) if (track.trackId === 0) return track;
  return undefined;
}

/** What a configuration does not tell, or an empty one, stays as it was: ffmpeg repeats empty ones for AV1. */
function configuredVideo(codec: VideoCodec, body: Uint8Array, before: VideoFormat | undefined): VideoFormat {
  const configuration = orUndefined(() => readVideoConfiguration(codec, body));
  const told = configuration !== undefined && 'picture' in configuration ? configuration.picture : undefined;
  const { width, height, frameRate } = told ?? before ?? UNKNOWN_PICTURE;
  const codecString = configuration
    ? describeCodec(codec, configuration)
    : (before?.codecString ?? describeCodec(codec));
  return { codec, codecString, width, height, frameRate };
}

function videoFrame(
  codec: VideoCodec,
  { frameType }: VideoHeader,
  body: Uint8Array,
  before: VideoFormat | undefined,
): VideoFormat {
  const picture = frameType === 'inter' ? undefined : orUndefined(() => readKeyFramePicture(codec, body));
  return {
    codec,
    codecString: before?.codecString ?? describeCodec(codec),
    width: picture?.width ?? before?.width,
    height: picture?.height ?? before?.height,
    frameRate: picture?.frameRate ?? before?.frameRate,
  };
}

const UNKNOWN_PICTURE = { width: undefined, height: undefined, frameRate: undefined };

function configuredAudio(codec: AudioCodec, body: Uint8Array): AudioFormat {
  const configuration = orUndefined(() => readAudioConfiguration(codec, body));
  return {
    codec,
    codecString: describeCodec(codec, configuration),
    sampleRate: configuration?.sampleRate,
    channels: configuration?.channels,
  };
}

function audioFrame(codec: AudioCodec, first: number, body: Uint8Array): AudioFormat {
  const sound = soundOfFrame(codec, body) ?? soundOfHeader(codec, first);
  return { codec, codecString: describeCodec(codec), sampleRate: sound?.sampleRate, channels: sound?.channels };
}

function soundOfFrame(codec: AudioCodec, body: Uint8Array): SoundFormat | undefined {
  switch (codec) {
    case 'mp3':
    case 'mp3-8k':
      return orUndefined(() => readMp3Frame(body));
    case 'ac3':
    case 'eac3':
      return orUndefined(() => readAc3Frame(body));
    default:
      return undefined;
  }
}

/** The first byte tells nothing of AAC, and of Enhanced RTMP payloads it is another thing. */
function soundOfHeader(codec: AudioCodec, first: number): SoundFormat | undefined {
  return codec === 'aac' || first >> 4 === EX_AUDIO ? undefined : readSoundFormat(codec, first);
}
