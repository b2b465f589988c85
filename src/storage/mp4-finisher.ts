import { open, rename, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Logger } from '../log/logger.js';
import { MediaError } from '../media/media-error.js';
import { MoviePart } from '../mp4/movie-part.js';
import { defaultMp4Options } from '../mp4/mp4-options.js';
import { openMp4 } from '../mp4/open-mp4.js';
import type { LayoutPart } from '../mp4/progressive-layout.js';
import type { GrowingFiles } from './growing-files.js';
import type { LaidOutMedia } from './lay-out-file.js';
import { layOutFiles } from './lay-out-file.js';
import { withLocalFile } from './local-file.js';
import type { Appendix } from './recording-folder.js';
import { findAppendix, layoutsOf, sizeOfFile, syncFolderOf } from './recording-folder.js';
import type { RecordingJournal } from './recording-journal.js';
import { StorageError } from './storage-error.js';

/** Files that are laid out at the same time. */
const AT_ONCE = 2;
/** Names that are tried for a file beside another. */
const MAX_NAMES = 10_000;

/** An ordinary MP4 that a recording became. */
export interface FinishedMp4 extends LaidOutMedia {
  readonly path: string;
}

/**
 * Makes ordinary MP4 files, with their header in front, of recordings in fragments, a few at a time. Until that is done
 * the recording is there and can be played; whenever the process ends, the next one can do it again.
 */
export class Mp4Finisher {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(
    private readonly growing: GrowingFiles,
    private readonly journal: RecordingJournal,
    private readonly logger: Logger,
  ) {}

  /**
   * Lays out the file, and what is to be appended to it: if that cannot be, it gets a file of its own beside. Nobody
   * else may write to the file meanwhile. Rejects with MediaError if nothing can be read of it, and with system errors.
   */
  async finish(path: string): Promise<FinishedMp4> {
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running++;
    try {
      return await this.#finish(path);
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  async #finish(path: string): Promise<FinishedMp4> {
    await rm(layoutsOf(path).draft, { force: true });
    if ((await sizeOfFile(layoutsOf(path).whole)) !== undefined) {
      await replace(path);
      return factsOf(path);
    }
    const appendix = await findAppendix(path);
    if (appendix === undefined) return (await isFragmented(path)) ? layOut(path) : factsOf(path);
    try {
      return await layOut(path, appendix);
    } catch (error) {
      if (!(error instanceof MediaError)) throw error;
      return this.#finishBeside(path, appendix, error);
    }
  }

  async #finishBeside(path: string, appendix: Appendix, { code, message }: MediaError): Promise<FinishedMp4> {
    const beside = await this.#claimBeside(path);
    try {
      const reason = `${code}: ${message}`;
      this.logger.warn('nothing can be appended to a recording', { path, reason, instead: beside });
      await this.journal.enter(beside, false);
      await rename(appendix.path, beside);
      const finished = await layOut(beside);
      await this.journal.leave(beside);
      return finished;
    } finally {
      this.growing.leave(beside);
    }
  }

  /** The next free name: `camera-2.mp4` beside `camera.mp4`. */
  async #claimBeside(path: string): Promise<string> {
    const extension = extname(path);
    const stem = path.slice(0, path.length - extension.length);
    for (let n = 2; n < MAX_NAMES; n++) {
      const beside = `${stem}-${n}${extension}`;
      if ((await sizeOfFile(beside)) === undefined && this.growing.enter(beside)) {
        this.growing.grown(beside);
        return beside;
      }
    }
    throw new StorageError(`no name is free beside ${path}`);
  }
}

/** Writes the whole file, and only then removes what it is made of. */
async function layOut(path: string, appendix?: Appendix): Promise<FinishedMp4> {
  const { draft, whole } = layoutsOf(path);
  try {
    const media = await withLocalFile(path, (file) => {
      if (appendix === undefined) return write([{ file }], draft);
      return withLocalFile(appendix.path, (added) => write([{ file }, { file: added, gap: appendix.gap }], draft));
    });
    await rename(draft, whole);
    await replace(path);
    return { path, ...media };
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function write(parts: readonly LayoutPart[], draft: string): Promise<LaidOutMedia> {
  const handle = await open(draft, 'w');
  try {
    const media = await layOutFiles(parts, handle);
    await handle.sync();
    return media;
  } finally {
    await handle.close();
  }
}

/** What was laid out takes the place of what it was made of; it has that in it already. */
async function replace(path: string): Promise<void> {
  await syncFolderOf(path);
  const appendix = await findAppendix(path);
  if (appendix !== undefined) await rm(appendix.path);
  await rename(layoutsOf(path).whole, path);
  await syncFolderOf(path);
}

async function isFragmented(path: string): Promise<boolean> {
  return withLocalFile(path, async (file) => (await MoviePart.open(file, defaultMp4Options)).isFragmented);
}

async function factsOf(path: string): Promise<FinishedMp4> {
  return withLocalFile(path, async (file) => {
    const source = await openMp4(file);
    return { path, bytes: file.size, duration: await source.duration(), cutBytes: 0 };
  });
}
