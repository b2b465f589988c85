import { encodeAmf0 } from '../amf/amf0-encoder.js';
import type { AmfValue } from '../amf/value.js';
import { AmfArray, AmfObject } from '../amf/value.js';
import { readAudioConfiguration, readVideoConfiguration } from '../media/codec-configuration/codec-configuration.js';
import { orUndefined } from '../media/media-error.js';
import { MediaMessage } from '../media/media-message.js';
import type { Mp4Tags } from './read-tags.js';
import type { PlayedTrack } from './read-track.js';
import type { AudioEntry, VideoEntry } from './sample-entry.js';
import type { SampleList } from './sample-list.js';

/** What is told of a file before its first frame. */
export interface Mp4Facts {
  /** Milliseconds; undefined while nobody knows. */
  readonly duration: number | undefined;
  readonly moovPosition: number;
  /** Those that are played, with their samples as far as they are known. */
  readonly tracks: readonly { readonly track: PlayedTrack; readonly samples: SampleList }[];
  readonly tags: Mp4Tags;
  readonly xmp: string | undefined;
}

/** More would make the message larger than the media of a second. */
const MAX_SEEK_POINTS = 4096;

/**
 * onMetaData as Flash Media Server makes it of MP4 (its names and shapes are those of NetStream.onMetaData), onXMPData
 * and onImageData where there are such.
 */
export function mp4Metadata(facts: Mp4Facts): MediaMessage[] {
  const messages = [dataMessage('onMetaData', metadata(facts))];
  if (facts.xmp !== undefined) messages.push(dataMessage('onXMPData', AmfObject.of({ data: facts.xmp })));
  for (const data of facts.tags.images) messages.push(dataMessage('onImageData', AmfObject.of({ data })));
  return messages;
}

function dataMessage(name: string, value: AmfValue): MediaMessage {
  return new MediaMessage('data', 0, encodeAmf0([name, value]));
}

function metadata({ duration, moovPosition, tracks, tags }: Mp4Facts): AmfArray {
  const facts: (readonly [string, AmfValue])[] = [];
  if (duration !== undefined) facts.push(['duration', duration / 1000]);
  facts.push(['moovPosition', moovPosition]);
  for (const { track, samples } of tracks) {
    const entry = track.entries.find((one) => one !== undefined);
    if (entry?.kind === 'video') facts.push(...videoFacts(entry, samples));
    else if (entry?.kind === 'audio') facts.push(...audioFacts(entry));
  }
  facts.push(['trackinfo', tracks.map(({ track }) => trackInfo(track))]);
  const points = seekPoints(tracks);
  if (points.length > 0) facts.push(['seekpoints', points]);
  if (tags.texts.size > 0) facts.push(['tags', new AmfObject('', tags.texts)]);
  return new AmfArray([], facts);
}

function videoFacts(entry: VideoEntry, samples: SampleList): (readonly [string, AmfValue])[] {
  const configuration = orUndefined(() => readVideoConfiguration(entry.codec, entry.configuration));
  const picture = configuration !== undefined && 'picture' in configuration ? configuration.picture : undefined;
  const facts: (readonly [string, AmfValue])[] = [
    ['width', entry.width || (picture?.width ?? 0)],
    ['height', entry.height || (picture?.height ?? 0)],
    ['videocodecid', entry.type],
  ];
  if (configuration?.codec === 'avc')
    facts.push(['avcprofile', configuration.profile], ['avclevel', configuration.level]);
  const rate = frameRate(samples) ?? picture?.frameRate;
  if (rate !== undefined) facts.push(['videoframerate', rate]);
  return facts;
}

/** Pictures per second on average, to a thousandth. */
function frameRate(samples: SampleList): number | undefined {
  if (samples.length === 0) return undefined;
  const length = samples.end - samples.times.at(0);
  return length > 0 ? Math.round((samples.length * 1_000_000) / length) / 1000 : undefined;
}

function audioFacts({ type, codec, configuration, sound }: AudioEntry): (readonly [string, AmfValue])[] {
  const read = configuration && orUndefined(() => readAudioConfiguration(codec, configuration));
  const { sampleRate, channels } = read ?? sound;
  const facts: (readonly [string, AmfValue])[] = [
    ['audiocodecid', codec === 'mp3' ? '.mp3' : type],
    ['audiosamplerate', sampleRate],
    ['audiochannels', channels],
  ];
  if (read?.codec === 'aac') facts.push(['aacaot', read.objectType]);
  return facts;
}

function trackInfo({ duration, timescale, language, entries }: PlayedTrack): AmfObject {
  const types = new Set(entries.flatMap((entry) => entry?.type ?? []));
  return AmfObject.of({
    length: duration,
    timescale,
    language,
    sampledescription: [...types].map((sampletype) => AmfObject.of({ sampletype })),
  });
}

/** Seconds and bytes of key frames; of many every second one, or fourth, and so on. */
function seekPoints(tracks: Mp4Facts['tracks']): AmfObject[] {
  const samples = tracks.find(({ track }) => track.kind === 'video')?.samples;
  if (samples === undefined) return [];
  const step = Math.ceil(samples.keyCount / MAX_SEEK_POINTS);
  const points: AmfObject[] = [];
  for (let n = 0; n < samples.keyCount; n += step) {
    const index = samples.key(n);
    points.push(AmfObject.of({ time: samples.times.at(index) / 1000, offset: samples.offsets.at(index) }));
  }
  return points;
}
