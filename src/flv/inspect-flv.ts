import type { MediaFile } from '../media/media-file.js';
import type { MediaReport } from '../media/media-report.js';
import type { MediaWork } from '../media/media-work.js';
import { flvDefects } from './flv-defects.js';
import type { FlvSurvey } from './survey-flv.js';
import { surveyFlv } from './survey-flv.js';

/**
 * Reads all of an FLV file, and tells what is in it and what is wrong with it.
 *
 * @throws {MediaError} no-track, malformed, unsupported: if there is nothing in it
 */
export async function inspectFlv(file: MediaFile, options: MediaWork = {}): Promise<MediaReport> {
  return flvReport(await surveyFlv(file, options));
}

/** What a survey found, for people. */
export function flvReport(survey: FlvSurvey): MediaReport {
  const { size, head, index, streams, keyFrames } = survey;
  return {
    container: 'flv',
    size,
    duration: index.duration,
    streams: streams.report(index.duration),
    keyFrames: index.hasVideo ? keyFrames : undefined,
    metadata: head.metadata?.properties ?? new Map(),
    defects: flvDefects(survey),
  };
}
