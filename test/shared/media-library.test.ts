import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MediaError } from '../../src/media/media-error.js';
import type { MediaSource } from '../../src/media/media-source.js';
import { FolderLibrary } from '../../src/storage/folder-library.js';
import { GrowingFiles } from '../../src/storage/growing-files.js';
import { IndexFiles } from '../../src/storage/index-files.js';
import { SharedSources } from '../../src/storage/shared-sources.js';
import { sourceOpeners } from '../../src/storage/source-openers.js';
import { openMedia } from '../support/media-folders.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { guidancePresent, MEDIA } from './guidance.js';

const files = guidancePresent ? readdirSync(MEDIA).filter((name) => /\.(flv|mp4|m4a|f4v|mp3)$/.test(name)) : [];

/** The media that a player gets from one end to the other, in words. Metadata says more once there is an index. */
async function played(source: MediaSource): Promise<string[]> {
  const lines: string[] = [];
  const start = await source.seek(0);
  for (let position = start?.position; position !== undefined;) {
    const segment = await source.segment(position);
    lines.push(...segment.messages.map(({ kind, timestamp, payload }) => `${kind} ${timestamp} ${payload.length}`));
    if (segment.next !== undefined) expect(segment.next).toBeGreaterThan(position);
    position = segment.next;
  }
  return lines;
}

function libraryWith(cache: string) {
  const log = new RecordingLogger();
  const sources = new SharedSources(sourceOpeners, new IndexFiles(cache, log), new GrowingFiles());
  const nowhere = join(cache, 'nowhere');
  const folders = { directories: [], media: resolve(MEDIA), recordings: nowhere, followLinks: false };
  return { log, sources, library: new FolderLibrary(folders, sources, log) };
}

describe.skipIf(!guidancePresent)('published files from the disk', () => {
  test.each(files)('%s plays, and again from the index that was kept, or says why not', async (name) => {
    const cache = mkdtempSync(join(tmpdir(), 'cache-'));
    onTestFinished(() => rmSync(cache, { recursive: true, force: true }));
    const outcomes: unknown[] = [];
    for (let round = 0; round < 2; round++) {
      const { log, sources, library } = libraryWith(cache);
      try {
        const media = await openMedia(library, name);
        if (media === undefined) throw new Error(`${name} was not found`);
        outcomes.push(await played(media.source));
        media.release();
      } catch (error) {
        expect(error).toBeInstanceOf(MediaError);
        outcomes.push((error as MediaError).code);
      }
      expect([sources.counts, log.at('warn')]).toEqual([{ sources: 0, files: 0 }, []]);
    }
    expect(outcomes[1]).toEqual(outcomes[0]);
    const isMangled = name.includes('mangled') || name.includes('header-only');
    if (!isMangled) expect((outcomes[0] as string[])[0]).toMatch(/^(audio|video|data) \d+ \d+$/);
  });
});
