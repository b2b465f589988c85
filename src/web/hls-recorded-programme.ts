import type { HeldMedia } from '../application/media-library.js';
import { MediaFormatTracker } from '../media/media-format-tracker.js';
import { codecsIn } from './hls-container.js';
import type { HlsProgramme } from './hls-programme.js';
import type { RecordedMeans } from './hls-recorded.js';
import { hlsRecorded } from './hls-recorded.js';

/** How much more than on average recorded media may take for a while. */
const PEAK = 1.5;

/** What a player is told of recorded media, whose beginning is read for that. */
export async function recordedProgramme(media: HeldMedia, means: RecordedMeans): Promise<HlsProgramme> {
  try {
    const { source, size } = media;
    const point = await source.seek(0);
    const tracker = new MediaFormatTracker();
    const beginning = point === undefined ? undefined : await means.segments.segment(source, point.position);
    for (const message of [...(point?.setup ?? []), ...(beginning?.batch.messages ?? [])]) tracker.accept(message);
    const seconds = Math.max(1, (await source.duration()) / 1000);
    const { width, height, frameRate } = tracker.format.video ?? {};
    const content = hlsRecorded(media, means);
    const facts = {
      bandwidth: ((size * 8) / seconds) * PEAK,
      codecs: codecsIn(means.container, tracker.format),
      ...(width === undefined || height === undefined ? {} : { resolution: { width, height } }),
      ...(frameRate === undefined ? {} : { frameRate }),
    };
    return { variants: [{ id: 'v0', open: () => content, facts }], sounds: [], release: () => media.release() };
  } catch (error) {
    media.release();
    throw error;
  }
}
