import type { Command } from 'commander';
import { withLocalFile } from '../storage/local-file.js';
import { RecordingJournal } from '../storage/recording-journal.js';
import type { Repair } from '../storage/repair-media.js';
import { repairMedia } from '../storage/repair-media.js';
import { needsRepair } from '../media/media-report.js';
import { ExitCode } from './exit-code.js';
import type { KeyFileOptions } from './key-options.js';
import { dataOption } from './key-options.js';
import { fail, forEachFile } from './media-files.js';
import { bytesText, defectText, timeText } from './media-report-text.js';

interface RepairCommandOptions extends KeyFileOptions {
  readonly output?: string;
  readonly dryRun?: true;
  readonly discard?: true;
  readonly force?: true;
}

/** `afterglow media repair`: makes broken files whole, as far as they can be read. */
export function addRepairCommand(media: Command): void {
  media
    .command('repair')
    .description('make a broken or unfinished file whole; the file as it was is kept as <file>.bak')
    .argument('<file...>', 'FLV or MP4 files')
    .option('--output <path>', 'where the repaired file goes, instead of taking the place of the broken one')
    .option('--dry-run', 'say what would be repaired, and write nothing')
    .option('--discard', 'do not keep the broken file')
    .option('--force', 'repair it although the server has not finished recording it')
    .addOption(dataOption())
    .action(repair);
}

async function repair(files: readonly string[], options: RepairCommandOptions): Promise<void> {
  const { output, dryRun, discard, force, data } = options;
  if (output !== undefined && files.length > 1) {
    console.error('--output is for one file; repair the others by commands of their own.');
    process.exitCode = ExitCode.usage;
    return;
  }
  const journal = new RecordingJournal(data);
  await forEachFile(files, async (path, { bar, signal }) => {
    await withLocalFile(path, async (file) => {
      if (dryRun !== true && force !== true && (await journal.has(file.path))) return fail(`${path}: ${RECORDED}`);
      let before = 0;
      const done = await repairMedia(file, {
        output,
        keeps: discard !== true,
        isDryRun: dryRun === true,
        signal,
        onProgress: (bytes) => bar.show((before + bytes / file.size) / 2),
        onWriting: () => (before = 1),
      });
      bar.clear();
      console.log(outcome(path, done));
    });
  });
}

const RECORDED =
  'a server is recording it, or was when it died. Stop the recording, or start the server, which repairs it by itself; ' +
  'if there is no server any more, repair it with --force.';

function outcome(path: string, { report, written }: Repair): string {
  if (!needsRepair(report)) return `${path}: nothing to repair`;
  const mended = report.defects.filter(({ mend }) => mend === 'repair');
  const head = written === undefined ? `${path}: to be repaired` : `${path}: repaired`;
  const lines = mended.map(
    ({ code, message, offset }) => `  ${defectText(path, { code, message, offset, mend: 'nothing' })}`,
  );
  if (written === undefined) return [head, ...lines].join('\n');
  const { bytes, duration, path: place, keptAs } = written;
  const kept = keptAs === undefined ? '' : `; as it was, it is ${keptAs}`;
  return [head, ...lines, `  now ${place}, ${bytesText(bytes)}, ${timeText(duration)}${kept}`].join('\n');
}
