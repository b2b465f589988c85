import { MediaError } from '../media/media-error.js';
import { StorageError } from '../storage/storage-error.js';
import { ExitCode } from './exit-code.js';
import { ProgressBar } from './progress-bar.js';

/** What the commands for media files work with. */
export interface MediaTools {
  readonly bar: ProgressBar;
  /** Aborted by SIGINT and SIGTERM; what is under way then leaves nothing behind. */
  readonly signal: AbortSignal;
}

class Stopped extends Error {
  override readonly name = 'Stopped';
}

/**
 * Does the work for each file, and sets the exit code: 1 if any of them failed, or if somebody stopped it. What went
 * wrong with a file is printed; the others are done all the same.
 */
export async function forEachFile(
  paths: AsyncIterable<string> | Iterable<string>,
  work: (path: string, tools: MediaTools) => Promise<void>,
): Promise<void> {
  const bar = new ProgressBar();
  const stop = new AbortController();
  const onSignal = (): void => stop.abort(new Stopped('stopped'));
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    for await (const path of paths) {
      bar.label(path);
      try {
        await work(path, { bar, signal: stop.signal });
      } catch (error) {
        bar.clear();
        if (stop.signal.aborted) break;
        if (!isExpected(error)) throw error;
        fail(`${path}: ${reasonOf(error)}`);
      }
      if (stop.signal.aborted) break;
    }
    bar.clear();
    if (stop.signal.aborted) fail('Stopped. What was not finished is as it was.');
  } catch (error) {
    if (!isExpected(error)) throw error;
    fail(reasonOf(error));
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

/** Prints a sentence on standard error; the command ends with 1. */
export function fail(message: string): void {
  console.error(message);
  process.exitCode = ExitCode.failed;
}

function isExpected(error: unknown): error is Error {
  return (
    error instanceof MediaError ||
    error instanceof StorageError ||
    (error instanceof Error && ('syscall' in error || error.name === 'FlvError'))
  );
}

/** What an error of a file means for people; undefined for one that is nobody's fault but the program's. */
export function reasonIfExpected(error: unknown): string | undefined {
  return isExpected(error) ? reasonOf(error) : undefined;
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file; check its name.'],
  ['EACCES', 'it may not be read or written here; check its owner and permissions.'],
  ['EPERM', 'it may not be changed; check its owner and permissions.'],
  ['ENOSPC', 'the disk is full; the file is as it was.'],
  ['EROFS', 'the disk is read-only; write elsewhere with --output.'],
  ['EISDIR', 'it is a folder.'],
]);

function reasonOf(error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  const known = REASONS.get(code);
  if (known !== undefined) return known;
  return error instanceof MediaError ? `it cannot be read: ${error.message}.` : `${error.message}.`;
}
