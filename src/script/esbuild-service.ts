import type * as Esbuild from 'esbuild';
import { ScriptError } from './script-error.js';

/** Milliseconds after which it is taken to hang. */
const PATIENCE = 60_000;

let users = 0;

/**
 * Uses esbuild, which runs as a process of its own: it ends when nobody in this thread uses it any more. It is loaded
 * where it is wanted only. Rejects with a ScriptError if it does not answer.
 */
export async function withEsbuild<Result>(work: (esbuild: typeof Esbuild) => Promise<Result>): Promise<Result> {
  users++;
  let esbuild: typeof Esbuild | undefined;
  try {
    esbuild = await import('esbuild');
    return await answered(work(esbuild));
  } finally {
    if (--users === 0) await esbuild?.stop();
  }
}

async function answered<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const hangs = new Promise<never>((_, reject) => {
    const text = `esbuild, which bundles scripts, did not answer within ${PATIENCE / 1000} s; the next client makes the server try again`;
    timer = setTimeout(() => reject(new ScriptError('failed', text)), PATIENCE);
  });
  try {
    return await Promise.race([work, hangs]);
  } finally {
    clearTimeout(timer);
  }
}
