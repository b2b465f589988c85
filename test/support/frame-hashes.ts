import { outputOf } from './program.js';

/**
 * MD5 of each picture (or of 1024 samples of sound each) of a file or an address, in the order of presentation.
 *
 * @param options of ffmpeg, for the input
 */
export async function frameHashes(
  input: string,
  kind: 'pictures' | 'sound',
  options: readonly string[] = [],
): Promise<string[]> {
  const what =
    kind === 'pictures' ? ['-map', '0:v?', '-fps_mode', 'passthrough'] : ['-map', '0:a?', '-af', 'asetnsamples=1024'];
  const args = ['-v', 'error', ...options, '-i', input, ...what, '-f', 'framemd5', '-'];
  const output = await outputOf('ffmpeg', args, { timeout: 30_000 });
  const lines = output.split('\n').filter((line) => /^\d/.test(line));
  return lines.map((line) => line.split(',').at(-1)!.trim());
}
