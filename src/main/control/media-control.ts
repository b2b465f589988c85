import { createReadStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import type { InstancePlace } from '../../admin/api/schema/values.js';
import type { MediaFacts, MediaFile, Repaired } from '../../admin/api/schema/recordings.js';
import type { MediaFilePlace, ServerControl } from '../../admin/server-control.js';
import { ControlError } from '../../admin/server-control.js';
import type { SafeName } from '../../application/safe-name.js';
import { parseSafeName } from '../../application/safe-name.js';
import { applicationSettings } from '../../config/configuration.js';
import { MediaError } from '../../media/media-error.js';
import { needsRepair } from '../../media/media-report.js';
import { findFile } from '../../storage/find-file.js';
import { findMediaFiles } from '../../storage/find-media-files.js';
import type { GrowingFiles } from '../../storage/growing-files.js';
import { inspectMedia } from '../../storage/inspect-media.js';
import { instanceFolder } from '../../storage/instance-folder.js';
import { withLocalFile } from '../../storage/local-file.js';
import { repairMedia } from '../../storage/repair-media.js';
import type { AfterglowServer } from '../afterglow-server.js';
import { recordingsFolder } from '../media-libraries.js';

/** Files of an application that are listed. */
const MAX_FILES = 20_000;

type Part = Pick<
  ServerControl,
  'mediaFiles' | 'mediaFacts' | 'mediaSize' | 'readMediaFile' | 'deleteMediaFile' | 'repairMediaFile'
>;

/** A folder of recorded media, and what its files are listed as. */
interface MediaFolder {
  readonly root: string;
  readonly place: MediaFile['place'];
  readonly application: string;
  readonly instance?: string;
}

/** The recorded media of applications: what was recorded, and what is in their media folders. */
export class MediaControl implements Part {
  constructor(
    private readonly server: AfterglowServer,
    private readonly dataDir: string,
    private readonly growing: GrowingFiles,
  ) {}

  async mediaFiles(place: Omit<InstancePlace, 'instance'>): Promise<MediaFile[]> {
    const { media, recordings, application } = this.#folders(place);
    const folders: MediaFolder[] = [{ root: media, place: 'media', application }];
    for (const name of await readdir(recordings).catch(() => [])) {
      const instance = name.replaceAll('%2F', '/');
      folders.push({ root: join(recordings, name), place: 'recordings', application, instance });
    }
    const files: MediaFile[] = [];
    for (const folder of folders) {
      try {
        for await (const path of findMediaFiles(folder.root)) {
          if (files.length >= MAX_FILES) return files;
          files.push(await this.#shown(folder, path));
        }
      } catch (error) {
        // It went away meanwhile, or was never there.
        if (!(error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code))))
          throw error;
      }
    }
    return files;
  }

  async mediaFacts(place: MediaFilePlace): Promise<MediaFacts> {
    const { folder, path } = await this.#find(place);
    const shown = await this.#shown(folder, path);
    if (shown.recording) return { ...shown, warnings: ['It is being recorded.'] };
    const { duration, streams, defects } = await readable(() => withLocalFile(path, (file) => inspectMedia(file)));
    const video = streams.find((stream) => stream.kind === 'video');
    const audio = streams.find((stream) => stream.kind === 'audio');
    return {
      ...shown,
      duration,
      ...(video === undefined ? {} : { video: video.codec }),
      ...(audio === undefined ? {} : { audio: audio.codec }),
      ...(video?.width === undefined ? {} : { width: video.width }),
      ...(video?.height === undefined ? {} : { height: video.height }),
      warnings: defects.map(({ message }) => message),
    };
  }

  async readMediaFile(
    place: MediaFilePlace,
    { from, to }: { readonly from: number; readonly to: number },
  ): Promise<Readable> {
    const { path } = await this.#find(place);
    return createReadStream(path, { start: from, end: to });
  }

  async mediaSize(place: MediaFilePlace): Promise<number> {
    const { path } = await this.#find(place);
    return (await stat(path)).size;
  }

  async deleteMediaFile(place: MediaFilePlace): Promise<void> {
    const { path } = await this.#find(place);
    await this.#alone(path, () => rm(path));
  }

  async repairMediaFile(place: MediaFilePlace): Promise<Repaired> {
    const { path } = await this.#find(place);
    return this.#alone(path, async () => {
      const options = { output: undefined, keeps: true, isDryRun: false };
      const { report, written } = await readable(() => withLocalFile(path, (file) => repairMedia(file, options)));
      if (!needsRepair(report) || written === undefined)
        return { changed: false, report: ['There is nothing to repair.'] };
      const mended = report.defects.filter(({ mend }) => mend === 'repair').map(({ message }) => message);
      const kept = written.keptAs === undefined ? [] : [`As it was, it is kept as ${written.keptAs}.`];
      return { changed: true, report: [...mended, ...kept] };
    });
  }

  /** Nobody else writes to the file meanwhile, and nobody plays it. */
  async #alone<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
    if (this.growing.readers(path) > 0)
      throw new ControlError('conflict', 'It is being played; try again when it is not.');
    if (!this.growing.enter(path)) throw new ControlError('conflict', 'It is being recorded; end that first.');
    try {
      return await work();
    } finally {
      this.growing.leave(path);
    }
  }

  async #find(place: MediaFilePlace): Promise<{ folder: MediaFolder; path: string }> {
    const { media, recordings, application } = this.#folders(place);
    const instance = place.instance === undefined ? undefined : parseSafeName(place.instance);
    const name = parseSafeName(place.path);
    if (place.place === 'recordings' && instance === undefined)
      throw new ControlError('invalid', 'A recording is of an instance: name it.');
    const root = place.place === 'media' || instance === undefined ? media : instanceFolder(recordings, instance);
    const found = name === undefined ? undefined : await findFile(root, name, false);
    if (found === undefined) throw new ControlError('not-found', `There is no file ${place.path} there.`);
    if (!('path' in found)) throw new ControlError('not-possible', `It cannot be used: ${found.rule}.`);
    const where = place.place === 'media' ? {} : { instance: String(instance) };
    return { folder: { root, place: place.place, application, ...where }, path: found.path };
  }

  async #shown({ root, ...folder }: MediaFolder, file: string): Promise<MediaFile> {
    const { size, mtimeMs } = await stat(file);
    const path = relative(root, file).split(sep).join('/');
    const container = containerOf(path);
    return {
      ...folder,
      ...{ path, container, size, modified: Math.round(mtimeMs) },
      stream: streamOf(path, container),
      recording: this.growing.writing(file) !== undefined,
    };
  }

  #folders({ adaptor, virtualHost, application }: Omit<InstancePlace, 'instance'>) {
    const { adaptors } = this.server.configuration;
    const hosts = adaptors.find(({ name }) => name === adaptor)?.virtualHosts ?? [];
    const host = hosts.find(({ name }) => name === virtualHost);
    const folder = host?.applicationFolders.get(application);
    const name: SafeName | undefined = parseSafeName(application);
    if (host === undefined || folder === undefined || name === undefined)
      throw new ControlError('not-found', `There is no application ${application}.`);
    const recordings = recordingsFolder(this.dataDir, name, applicationSettings(host, application));
    return { media: join(folder, 'media'), recordings, application };
  }
}

function containerOf(path: string): string {
  const extension = extname(path).slice(1).toLowerCase();
  return extension === 'flv' || extension === 'mp3' ? extension : 'mp4';
}

/** What a player names to play the file. */
function streamOf(path: string, container: string): string {
  const stem = path.slice(0, -extname(path).length);
  if (container === 'flv') return stem;
  return container === 'mp3' ? `mp3:${stem}` : `mp4:${path}`;
}

async function readable<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof MediaError)) throw error;
    throw new ControlError('not-possible', `The file cannot be read: ${error.message}.`);
  }
}
