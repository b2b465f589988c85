import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { HeldMedia } from '../../src/application/media-library.js';
import type { SafeName } from '../../src/application/safe-name.js';
import type { MediaSource } from '../../src/media/media-source.js';
import { parseStreamName } from '../../src/application/stream-name.js';
import { FolderLibrary } from '../../src/storage/folder-library.js';
import type { MediaFolders as Folders } from '../../src/storage/folder-library.js';
import { GrowingFiles } from '../../src/storage/growing-files.js';
import { SharedSources } from '../../src/storage/shared-sources.js';
import { RecordingLogger } from './recording-logger.js';
import type { TextSource } from './text-sources.js';
import { TextSources } from './text-sources.js';

const noIndexes = { load: () => Promise.resolve(undefined), save: () => Promise.resolve() };

/** Folders of media with a library over them: `apps/vod/media` and `data/streams/vod`, in a folder of their own. */
export class MediaFolders {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'media-')));
  readonly log = new RecordingLogger();
  readonly growing = new GrowingFiles();
  readonly openers = new TextSources();
  /** Sources that are closed for good. */
  readonly closed: MediaSource[] = [];
  readonly sources = new SharedSources(this.openers, noIndexes, this.growing, (source) => this.closed.push(source));

  constructor() {
    mkdirSync(this.path('apps/vod/media'), { recursive: true });
    onTestFinished(() => rmSync(this.root, { recursive: true, force: true }));
  }

  path(path: string): string {
    return join(this.root, path);
  }

  /** Writes files, each with its own path as content unless told otherwise. Answers the path of the first. */
  write(...files: (string | readonly [path: string, content: string])[]): string {
    const paths = files.map((file) => {
      const [path, content] = typeof file === 'string' ? [file, file] : file;
      mkdirSync(dirname(this.path(path)), { recursive: true });
      writeFileSync(this.path(path), content);
      return this.path(path);
    });
    return paths[0] ?? '';
  }

  library(folders: Partial<Folders> = {}): FolderLibrary {
    const standard = { media: this.path('apps/vod/media'), recordings: this.path('data/streams/vod') };
    const all = { ...standard, directories: [], followLinks: false, ...folders };
    return new FolderLibrary(all, this.sources, this.log);
  }
}

/** Asks a library as a client of `_definst_` does. Undefined also for what is no name at all. */
export async function openMedia(
  library: FolderLibrary,
  name: string,
  virtualKey?: string,
): Promise<HeldMedia | undefined> {
  const parsed = parseStreamName(name);
  return parsed && library.open('_definst_' as SafeName, parsed, virtualKey);
}

/** What {@link openMedia} found: the format as which it was opened, and the content of the file. */
export async function found(library: FolderLibrary, name: string, virtualKey?: string): Promise<string | undefined> {
  const held = await openMedia(library, name, virtualKey);
  if (held === undefined) return undefined;
  const { openedAs, file } = held.source as TextSource;
  const text = new TextDecoder().decode(await file.read(0, file.size));
  expect(held.size).toBe(file.size);
  held.release();
  return `${openedAs} ${text}`;
}
