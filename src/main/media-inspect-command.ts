import type { Command } from 'commander';
import { inspectMedia } from '../storage/inspect-media.js';
import { withLocalFile } from '../storage/local-file.js';
import { fail, forEachFile, reasonIfExpected } from './media-files.js';
import { errorJson, reportJson } from './media-report-json.js';
import { reportText } from './media-report-text.js';

interface InspectOptions {
  readonly json?: true;
  readonly strict?: true;
}

/** `afterglow media inspect`: what is in files, and what is wrong with them. */
export function addInspectCommand(media: Command): void {
  media
    .command('inspect')
    .description('tell what is in a file, and what is wrong with it')
    .argument('<file...>', 'FLV, MP4 or MP3 files')
    .option('--json', 'one line of JSON for each file')
    .option('--strict', 'end with 1 also if a file has a defect')
    .action(inspect);
}

async function inspect(files: readonly string[], { json, strict }: InspectOptions): Promise<void> {
  await forEachFile(files, async (path, { bar, signal }) => {
    try {
      const report = await withLocalFile(path, (file) =>
        inspectMedia(file, { signal, onProgress: (bytes) => bar.show(bytes / file.size) }),
      );
      bar.clear();
      console.log(json === true ? reportJson(path, report) : reportText(path, report));
      const { length } = report.defects;
      if (strict === true && length > 0) fail(`${path}: ${length} ${length === 1 ? 'defect' : 'defects'}.`);
    } catch (error) {
      const reason = json === true && !signal.aborted ? reasonIfExpected(error) : undefined;
      if (reason !== undefined) console.log(errorJson(path, reason));
      throw error;
    }
  });
}
