import { encodeAmf0 } from '../amf/amf0-encoder.js';
import { AmfError } from '../amf/amf-error.js';
import type { AmfValue } from '../amf/value.js';
import { AmfArray } from '../amf/value.js';
import { audioFourCc, LEGACY_AUDIO_CODECS } from '../media/audio-codec.js';
import type { AudioCodec } from '../media/audio-codec.js';
import type { MediaFormat } from '../media/media-format.js';
import { MediaMessage } from '../media/media-message.js';
import { LEGACY_VIDEO_CODECS, videoFourCc } from '../media/video-codec.js';
import type { VideoCodec } from '../media/video-codec.js';
import type { FlvHead } from './flv-head.js';
import type { FlvIndex } from './flv-index.js';
import type { FlvMetadata } from './flv-metadata.js';
import { evenly, keyFrameIndex } from './recording-metadata.js';

/** Key frames that players are told of: 36 KB of onMetaData. */
const MAX_KEY_FRAMES = 2000;

/**
 * The onMetaData that players of a file get: that of the file, with a duration and a key-frame index that are right, or
 * one made from what is known if it has none.
 *
 * @param duration milliseconds; undefined if it is not known, or not final
 */
export function presentMetadata(head: FlvHead, duration: number | undefined, index?: FlvIndex): MediaMessage {
  if (head.metadata === undefined) return message(made(head.format, duration, index));
  const completed = complete(head.metadata, head.base !== 0, duration, index);
  try {
    return completed === undefined ? new MediaMessage('data', 0, head.metadata.payload) : message(completed);
  } catch (error) {
    if (error instanceof AmfError) return new MediaMessage('data', 0, head.metadata.payload);
    throw error;
  }
}

type Properties = Map<string, AmfValue>;

/** Undefined if it can stay as it is. */
function complete(
  { properties, payload }: FlvMetadata,
  isShifted: boolean,
  duration: number | undefined,
  index: FlvIndex | undefined,
): Properties | undefined {
  const completed = new Map(properties);
  const isPlain = payload[2] === 'onMetaData'.length;
  let isChanged = completed.delete('spacer') || !isPlain;
  if (duration !== undefined && properties.get('duration') !== duration / 1000) {
    completed.set('duration', duration / 1000);
    isChanged = true;
  }
  if (isShifted) isChanged = completed.delete('keyframes') || isChanged;
  if (index === undefined) return isChanged ? completed : undefined;
  addIndex(completed, index);
  return completed;
}

function made({ video, audio }: MediaFormat, duration: number | undefined, index: FlvIndex | undefined): Properties {
  const properties: Properties = new Map();
  if (duration !== undefined) properties.set('duration', duration / 1000);
  if (video?.width !== undefined) properties.set('width', video.width);
  if (video?.height !== undefined) properties.set('height', video.height);
  if (video !== undefined) properties.set('videocodecid', videoCodecId(video.codec));
  if (audio !== undefined) properties.set('audiocodecid', audioCodecId(audio.codec));
  if (index !== undefined) addIndex(properties, index);
  return properties;
}

/** What the file says itself stays. */
function addIndex(properties: Properties, { hasVideo, points, canSeekToEnd }: FlvIndex): void {
  if (!properties.has('canSeekToEnd')) properties.set('canSeekToEnd', canSeekToEnd);
  if (!hasVideo || properties.has('keyframes')) return;
  properties.set('hasKeyframes', points.length > 0).set('keyframes', keyFrameIndex(evenly(points, MAX_KEY_FRAMES)));
}

/** As in the header of FLV; codecs of Enhanced RTMP are told by their FourCC, as a number. */
export function videoCodecId(codec: VideoCodec): number {
  const fourCc = codec === 'avc' ? undefined : videoFourCc(codec);
  return fourCc ?? LEGACY_VIDEO_CODECS.indexOf(codec);
}

/** The same for sound. */
export function audioCodecId(codec: AudioCodec): number {
  const id = LEGACY_AUDIO_CODECS.indexOf(codec);
  return id < 0 ? audioFourCc(codec)! : id;
}

function message(properties: Properties): MediaMessage {
  return new MediaMessage('data', 0, encodeAmf0(['onMetaData', new AmfArray([], properties)]));
}
