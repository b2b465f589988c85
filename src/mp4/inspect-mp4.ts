import type { AmfValue } from '../amf/value.js';
import { readAudioConfiguration, readVideoConfiguration } from '../media/codec-configuration/codec-configuration.js';
import { describeCodec } from '../media/codec-configuration/describe-codec.js';
import { KeyFrameIntervals } from '../media/key-frame-intervals.js';
import { orUndefined } from '../media/media-error.js';
import type { MediaFile } from '../media/media-file.js';
import type { KeyFrameReport, MediaReport, StreamReport } from '../media/media-report.js';
import { bitRateOf, rateOf } from '../media/media-report.js';
import { FileWindow } from './file-window.js';
import { findMovie } from './find-movie.js';
import { mp4Defects } from './mp4-defects.js';
import type { Mp4Options } from './mp4-options.js';
import { defaultMp4Options } from './mp4-options.js';
import { openMp4 } from './open-mp4.js';
import { readMovie } from './read-movie.js';
import { readTags } from './read-tags.js';
import type { PlayedTrack } from './read-track.js';
import type { AudioEntry, VideoEntry } from './sample-entry.js';
import type { SampleList } from './sample-list.js';

/**
 * Reads the header of an MP4 file, or the headers of its fragments, and tells what is in it and what is wrong with it.
 * Media is not read.
 *
 * @throws {MediaError} no-track if there is nothing to play, and if the file is broken
 */
export async function inspectMp4(file: MediaFile, options: Partial<Mp4Options> = {}): Promise<MediaReport> {
  const limits = { ...defaultMp4Options, ...options };
  const source = await openMp4(file, limits);
  const duration = await source.duration();
  const location = await findMovie(new FileWindow(file), limits);
  const movie = readMovie(location.body);
  const { tracks, index } = source;
  const pictures = index.samples[tracks.findIndex(({ kind }) => kind === 'video')];
  return {
    container: 'mp4',
    size: file.size,
    duration,
    streams: tracks.map((track, i) => streamReport(track, index.samples[i]!)),
    keyFrames: pictures && keyFrames(pictures),
    metadata: new Map<string, AmfValue>(readTags(movie).texts),
    defects: await mp4Defects(file, location, movie, tracks, limits.maxBoxes),
  };
}

function streamReport({ id, entries }: PlayedTrack, samples: SampleList): StreamReport {
  const entry = entries.find((one) => one !== undefined);
  const frames = samples.length;
  const lasts = frames === 0 ? 0 : samples.end - samples.times.at(0);
  const facts = { track: id, frames, bitRate: bitRateOf(bytesOf(samples), lasts) };
  switch (entry?.kind) {
    case 'video':
      return { ...videoFacts(entry), frameRate: rateOf(frames, lasts), ...facts };
    case 'audio':
      return { ...audioFacts(entry), ...facts };
    default:
      return { kind: 'text', ...facts };
  }
}

function bytesOf({ sizes }: SampleList): number {
  let bytes = 0;
  for (let i = 0; i < sizes.length; i++) bytes += sizes.at(i);
  return bytes;
}

function videoFacts({ codec, configuration, width, height }: VideoEntry) {
  const read = orUndefined(() => readVideoConfiguration(codec, configuration));
  const picture = read !== undefined && 'picture' in read ? read.picture : undefined;
  const size = { width: picture?.width ?? width, height: picture?.height ?? height };
  return { kind: 'video', codec, codecString: describeCodec(codec, read), ...size } as const;
}

function audioFacts({ codec, configuration, sound }: AudioEntry) {
  const read = configuration && orUndefined(() => readAudioConfiguration(codec, configuration));
  const { sampleRate, channels } = read ?? sound;
  return { kind: 'audio', codec, codecString: describeCodec(codec, read), sampleRate, channels } as const;
}

function keyFrames(samples: SampleList): KeyFrameReport {
  const intervals = new KeyFrameIntervals();
  for (let n = 0; n < samples.keyCount; n++) intervals.add(samples.times.at(samples.key(n)));
  return intervals.report;
}
