import { setImmediate } from 'node:timers/promises';
import { inspectFlv } from '../flv/inspect-flv.js';
import type { MediaReport } from '../media/media-report.js';
import type { MediaWork } from '../media/media-work.js';
import { inspectMp3 } from '../mp3/inspect-mp3.js';
import { inspectMp4 } from '../mp4/inspect-mp4.js';
import type { DiskFile } from './disk-file.js';
import { mediaFormat } from './media-signature.js';

/** Tells what is in a file, whatever it is. Rejects with MediaError if it cannot be read, and with system errors. */
export async function inspectMedia(file: DiskFile, work: MediaWork = {}): Promise<MediaReport> {
  switch (await mediaFormat(file, file.path)) {
    case 'flv':
      return inspectFlv(file, work);
    case 'mp3':
      return inspectMp3(file, work);
    case 'mp4':
      return inspectMp4(file, { pause: () => setImmediate() });
  }
}
