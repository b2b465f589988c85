import type { Command } from 'commander';
import { extname } from 'node:path';
import { withLocalFile } from '../storage/local-file.js';
import type { RemuxFormat } from '../storage/remux-media.js';
import { leftOut, openToRemux, remuxMedia } from '../storage/remux-media.js';
import { exists } from '../storage/write-beside.js';
import { ExitCode } from './exit-code.js';
import { fail, forEachFile } from './media-files.js';
import { bytesText, timeText } from './media-report-text.js';

interface RemuxCommandOptions {
  readonly force?: true;
  readonly leaveOut?: true;
}

const FORMATS: ReadonlyMap<string, RemuxFormat> = new Map([
  ['.flv', 'flv'],
  ...['.mp4', '.m4v', '.m4a', '.f4v', '.mov'].map((extension) => [extension, 'mp4'] as const),
]);

/** `afterglow media remux`: puts media into another container, without encoding it anew. */
export function addRemuxCommand(media: Command): void {
  media
    .command('remux')
    .description('put media into another container, FLV or MP4, without encoding it anew')
    .argument('<in>', 'an FLV, MP4 or MP3 file')
    .argument('<out>', 'the file to be made; its extension says of which kind')
    .option('--force', 'replace <out> if it is there')
    .option('--leave-out', 'leave out what the other container cannot have')
    .action(remux);
}

async function remux(input: string, output: string, { force, leaveOut }: RemuxCommandOptions): Promise<void> {
  const format = FORMATS.get(extname(output).toLowerCase());
  if (format === undefined) {
    console.error(`${output}: the extension says nothing; name it ${[...FORMATS.keys()].join(', ')}.`);
    process.exitCode = ExitCode.usage;
    return;
  }
  await forEachFile([input], async (path, { bar, signal }) => {
    if (force !== true && (await exists(output))) return fail(`${output} is there already; replace it with --force.`);
    await withLocalFile(path, async (file) => {
      const opened = await openToRemux(file, { signal, onProgress: (bytes) => bar.show(bytes / file.size / 2) });
      const lost = leftOut(opened.report, format);
      bar.clear();
      if (lost.length > 0 && leaveOut !== true) {
        const names = lost.join('; ');
        return fail(`${path}: ${format.toUpperCase()} cannot have all of it: ${names}. Do without with --leave-out.`);
      }
      for (const what of lost) console.error(`${path}: left out: ${what}`);
      const { duration } = opened.report;
      const onProgress = (time: number): void => bar.show(0.5 + time / Math.max(1, duration) / 2);
      const written = await remuxMedia(opened, output, format, { replaces: force === true, signal, onProgress });
      bar.clear();
      console.log(`${output}: ${bytesText(written.bytes)}, ${timeText(written.duration)}`);
    });
  });
}
