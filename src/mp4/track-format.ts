import type { AudioCodec } from '../media/audio-codec.js';
import { readAc3Frame } from '../media/codec-configuration/ac3-frame.js';
import { readAudioConfiguration, readVideoConfiguration } from '../media/codec-configuration/codec-configuration.js';
import { readMp3Frame } from '../media/codec-configuration/mp3-frame.js';
import { MediaError, orUndefined, reading } from '../media/media-error.js';
import type { SoundFormat } from '../media/sound-format.js';
import type { VideoCodec } from '../media/video-codec.js';
import { aacFrameSamples, frameSamples } from './audio-frame-samples.js';
import type { FrameSamples } from './audio-frame-samples.js';
import { audioSampleEntry } from './audio-sample-entry.js';

/** How a track of a stream is set up, as MP4 wants it. */
export type TrackFormat = VideoTrackFormat | AudioTrackFormat;

export interface VideoTrackFormat {
  readonly kind: 'video';
  readonly codec: VideoCodec;
  /** The body of the sequence header. */
  readonly configuration: Uint8Array;
  /** Undefined if the configuration does not tell. */
  readonly picture: { readonly width: number; readonly height: number } | undefined;
}

export interface AudioTrackFormat {
  readonly kind: 'audio';
  readonly codec: AudioCodec;
  /** The body of the sequence header; for codecs without one what in a frame stays the same. */
  readonly configuration: Uint8Array;
  readonly sound: SoundFormat;
  readonly sampleEntry: Uint8Array;
  readonly samples: FrameSamples;
}

/** Their frames tell everything; there is no sequence header. */
const SELF_DESCRIBING: ReadonlySet<AudioCodec | VideoCodec> = new Set<AudioCodec>(['mp3', 'mp3-8k', 'ac3', 'eac3']);

export function describesItself(codec: AudioCodec | VideoCodec): boolean {
  return SELF_DESCRIBING.has(codec);
}

/**
 * Reads the body of a video sequence header.
 *
 * @throws {MediaError} if there is nothing in it that could be written
 */
export function videoTrackFormat(codec: VideoCodec, body: Uint8Array): VideoTrackFormat {
  const read = readVideoConfiguration(codec, body);
  if (read === undefined) throw new MediaError('malformed', `${codec} without a configuration`);
  const picture = 'picture' in read ? read.picture : undefined;
  return { kind: 'video', codec, configuration: new Uint8Array(body), picture };
}

const NOTHING = new Uint8Array(0);
const OPUS_WITHOUT_HEADER: SoundFormat = { sampleRate: 48_000, channels: 2 };

/**
 * Reads the body of an audio sequence header, or a frame of codecs that have none.
 *
 * @throws {MediaError} if there is nothing in it that could be written
 */
export function audioTrackFormat(codec: AudioCodec, body: Uint8Array): AudioTrackFormat {
  if (describesItself(codec)) return selfDescribed(codec, body);
  const read = readAudioConfiguration(codec, body);
  if (read === undefined && codec !== 'opus') throw new MediaError('malformed', `${codec} without a configuration`);
  const samples = read?.codec === 'aac' ? aacFrameSamples(read) : frameSamples(codec as Exclude<AudioCodec, 'aac'>);
  return format(codec, new Uint8Array(body), read ?? OPUS_WITHOUT_HEADER, samples);
}

function selfDescribed(codec: AudioCodec, frame: Uint8Array): AudioTrackFormat {
  const samples = frameSamples(codec as Exclude<AudioCodec, 'aac'>);
  return format(codec, isMp3(codec) ? NOTHING : frame, readSound(codec, frame), samples);
}

function format(
  codec: AudioCodec,
  configuration: Uint8Array,
  sound: SoundFormat,
  samples: FrameSamples,
): AudioTrackFormat {
  if (!(sound.sampleRate > 0)) throw new MediaError('malformed', `${codec} without a sample rate`);
  const sampleEntry = reading(`${codec} configuration`, () => audioSampleEntry(codec, configuration, sound));
  return { kind: 'audio', codec, configuration, sound, sampleEntry, samples };
}

/** Whether what is set up like `a` can go on with the set-up `b`. */
export function sameFormat(a: TrackFormat, b: TrackFormat): boolean {
  if (a.codec !== b.codec) return false;
  if (a.kind === 'audio' && b.kind === 'audio' && describesItself(a.codec)) return equalSound(a.sound, b.sound);
  return sameBytes(a.configuration, b.configuration);
}

/** Whether a frame of a codec without sequence headers is one of a track that has `format`. */
export function sameSound(format: TrackFormat | undefined, codec: AudioCodec | VideoCodec, frame: Uint8Array): boolean {
  if (format?.kind !== 'audio' || format.codec !== codec) return false;
  const sound = orUndefined(() => readSound(format.codec, frame));
  return sound !== undefined && equalSound(sound, format.sound);
}

function equalSound(a: SoundFormat, b: SoundFormat): boolean {
  return a.sampleRate === b.sampleRate && a.channels === b.channels;
}

/** Of a codec that describes itself. */
function readSound(codec: AudioCodec, frame: Uint8Array): SoundFormat {
  return isMp3(codec) ? readMp3Frame(frame) : readAc3Frame(frame);
}

function isMp3(codec: AudioCodec): boolean {
  return codec === 'mp3' || codec === 'mp3-8k';
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
