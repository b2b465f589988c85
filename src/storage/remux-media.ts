import { setImmediate } from 'node:timers/promises';
import { encodeFlvIndex } from '../flv/flv-index-bytes.js';
import { flvReport } from '../flv/inspect-flv.js';
import { openFlv } from '../flv/open-flv.js';
import { surveyFlv } from '../flv/survey-flv.js';
import type { MediaReport, StreamReport } from '../media/media-report.js';
import type { MediaWork } from '../media/media-work.js';
import { hasAudioSampleEntry } from '../mp4/audio-sample-entry.js';
import { hasVisualSampleEntry } from '../mp4/visual-sample-entry.js';
import { openMp3 } from '../mp3/open-mp3.js';
import { openMp4 } from '../mp4/open-mp4.js';
import type { DiskFile } from './disk-file.js';
import { inspectMedia } from './inspect-media.js';
import { mediaFormat } from './media-signature.js';
import type { RemuxInput, RemuxOptions } from './remux-input.js';
import { writeBeside } from './write-beside.js';
import { writeFlvFile } from './write-flv-file.js';
import { writeMp4File } from './write-mp4-file.js';
import type { WrittenMedia } from './written-media.js';

/** The container that media is put into. */
export type RemuxFormat = 'flv' | 'mp4';

/** Reads what there is to know of a file. Rejects with MediaError if it cannot be played, and with system errors. */
export async function openToRemux(file: DiskFile, work: MediaWork = {}): Promise<RemuxInput> {
  switch (await mediaFormat(file, file.path)) {
    case 'flv': {
      const survey = await surveyFlv(file, work);
      const index = encodeFlvIndex(survey.index);
      const store = { load: () => Promise.resolve(index), save: () => Promise.resolve() };
      return { report: flvReport(survey), source: await openFlv(file, store) };
    }
    case 'mp3':
      return { report: await inspectMedia(file, work), source: await openMp3(file) };
    case 'mp4':
      return {
        report: await inspectMedia(file, work),
        source: await openMp4(file, { pause: () => setImmediate() }),
      };
  }
}

/** What of a file would not be in one of the other container, each as a sentence for people; empty if all would. */
export function leftOut({ streams, defects, container }: MediaReport, format: RemuxFormat): string[] {
  const unreadable = defects.filter(({ code }) => code === 'unsupported-track' || code === 'unplayed-track');
  const lost = container === format && format === 'flv' ? [] : unreadable.map(({ message }) => message);
  if (format === 'flv') return lost;
  return [...lost, ...streams.filter((stream) => !isInMp4(stream)).map(nameOf)];
}

function isInMp4(stream: StreamReport): boolean {
  switch (stream.kind) {
    case 'video':
      return hasVisualSampleEntry(stream.codec);
    case 'audio':
      return hasAudioSampleEntry(stream.codec);
    case 'text':
      return false;
  }
}

function nameOf(stream: StreamReport): string {
  return stream.kind === 'text' ? 'text' : `${stream.kind} in ${stream.codec}`;
}

/**
 * Writes the frames of a file, as they are, into one of the other container. Rejects with MediaError where the file is
 * broken, or the container cannot have what comes; with StorageError if something is in the way; with system errors.
 */
export async function remuxMedia(
  input: RemuxInput,
  path: string,
  format: RemuxFormat,
  options: RemuxOptions,
): Promise<WrittenMedia> {
  const write = format === 'flv' ? writeFlvFile : writeMp4File;
  const beside = { replaces: options.replaces, keeps: false };
  const { result } = await writeBeside(path, beside, (handle) => write(input, handle, path, options));
  return result;
}
