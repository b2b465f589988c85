import type { Command } from 'commander';
import { join } from 'node:path';
import type { LogFields, Logger } from '../log/logger.js';
import { silentLogger } from '../log/logger.js';
import { findMediaFiles } from '../storage/find-media-files.js';
import { IndexFiles } from '../storage/index-files.js';
import { indexMedia } from '../storage/index-media.js';
import { withLocalFile } from '../storage/local-file.js';
import { RecordingJournal } from '../storage/recording-journal.js';
import type { KeyFileOptions } from './key-options.js';
import { dataOption } from './key-options.js';
import { fail, forEachFile } from './media-files.js';
import { bytesText } from './media-report-text.js';

/** `afterglow media index`: makes the indexes ahead of time that the server would make when a file is first played. */
export function addIndexCommand(media: Command): void {
  media
    .command('index')
    .description('make the indexes that players of these files need, ahead of time')
    .argument('<path...>', 'files, or folders with all that is below them')
    .addOption(dataOption())
    .action(index);
}

async function index(paths: readonly string[], { data }: KeyFileOptions): Promise<void> {
  const store = new IndexFiles(join(data, 'cache'), complaints);
  const journal = new RecordingJournal(data);
  const count = { made: 0, present: 0, 'not-needed': 0 };
  let bytes = 0;
  await forEachFile(filesOf(paths), async (path, { bar, signal }) => {
    await withLocalFile(path, async (file) => {
      if (await journal.has(file.path)) {
        bar.clear();
        console.log(`${path}: is being recorded, so that it gets none yet`);
        return;
      }
      const onProgress = (read: number): void => bar.show(read / file.size);
      const made = await indexMedia(file, store, { signal, onProgress });
      count[made]++;
      bytes += file.size;
      bar.clear();
      console.log(`${path}: ${WORDS[made]}`);
    });
  });
  const { made, present, 'not-needed': none } = count;
  const files = made + present + none;
  const all = `${files} ${files === 1 ? 'file' : 'files'}, ${bytesText(bytes)}`;
  console.log(`${all}: ${made} indexed, ${present} that were already, ${none} that need no index.`);
}

const WORDS = { made: 'indexed', present: 'was indexed already', 'not-needed': 'has its own index' } as const;

async function* filesOf(paths: readonly string[]): AsyncGenerator<string, void, undefined> {
  for (const path of paths) yield* findMediaFiles(path);
}

/** An index that cannot be kept is all that this command is for. */
const complaints: Logger = {
  ...silentLogger,
  warn: (message: string, { folder, error }: LogFields = {}) => {
    fail(`${message}: ${String(folder)}: ${error instanceof Error ? error.message : String(error)}`);
  },
  child: () => complaints,
};
