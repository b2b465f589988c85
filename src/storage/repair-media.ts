import { stat } from 'node:fs/promises';
import { flvReport } from '../flv/inspect-flv.js';
import { surveyFlv } from '../flv/survey-flv.js';
import type { MediaReport } from '../media/media-report.js';
import { needsRepair } from '../media/media-report.js';
import type { MediaWork } from '../media/media-work.js';
import type { DiskFile } from './disk-file.js';
import { fileVersion } from './disk-file.js';
import { inspectMedia } from './inspect-media.js';
import { layOutFile } from './lay-out-file.js';
import { mediaFormat } from './media-signature.js';
import { mendFlv } from './mend-flv.js';
import { StorageError } from './storage-error.js';
import { writeBeside } from './write-beside.js';
import type { WrittenMedia } from './written-media.js';

export interface RepairOptions extends MediaWork {
  /** Where the repaired file goes, and nothing may be there; in place of the broken one if undefined. */
  readonly output: string | undefined;
  /** The broken file is kept under another name. */
  readonly keeps: boolean;
  /** Nothing is written. */
  readonly isDryRun: boolean;
  /** Called between looking and writing, with the bytes of the file. */
  readonly onWriting?: () => void;
}

export interface Repair {
  /** What the file was like. */
  readonly report: MediaReport;
  /** Undefined if there was nothing to repair, or in a dry run. */
  readonly written: (WrittenMedia & { readonly path: string; readonly keptAs: string | undefined }) | undefined;
}

/**
 * Repairs an FLV or MP4 file: a whole new one is written beside it, and takes its place. Where nothing needs it nothing
 * is written. Rejects with MediaError if nothing can be read of the file, with StorageError if somebody wrote to it in
 * the meantime or something is in the way, and with system errors; the file is then as it was.
 */
export async function repairMedia(file: DiskFile, options: RepairOptions): Promise<Repair> {
  const { output, keeps, isDryRun, onWriting } = options;
  const { report, write } = await plan(file, options);
  if (!needsRepair(report) || isDryRun) return { report, written: undefined };
  onWriting?.();
  const path = output ?? file.path;
  const isInPlace = output === undefined;
  const { result, keptAs } = await writeBeside(
    path,
    { replaces: isInPlace, keeps: isInPlace && keeps },
    async (handle) => {
      const written = await write(handle);
      await expectUnchanged(file);
      return written;
    },
  );
  return { report, written: { ...result, path, keptAs } };
}

type Write = (handle: Parameters<typeof layOutFile>[1]) => Promise<WrittenMedia>;

async function plan(file: DiskFile, work: MediaWork): Promise<{ readonly report: MediaReport; readonly write: Write }> {
  if ((await mediaFormat(file, file.path)) === 'flv') {
    const survey = await surveyFlv(file, work);
    return { report: flvReport(survey), write: (handle) => mendFlv(file, survey, handle, work) };
  }
  return { report: await inspectMedia(file, work), write: (handle) => layOutFile(file, handle, work) };
}

async function expectUnchanged({ path, version }: DiskFile): Promise<void> {
  const now = fileVersion(await stat(path, { bigint: true }), undefined);
  if (now !== version) throw new StorageError(`${path} was written to in the meantime`);
}
