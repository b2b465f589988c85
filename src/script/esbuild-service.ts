import type * as Esbuild from 'esbuild';

let users = 0;

/**
 * Uses esbuild, which runs as a process of its own: it ends when nobody in this thread uses it any more. It is loaded
 * where it is wanted only.
 */
export async function withEsbuild<Result>(work: (esbuild: typeof Esbuild) => Promise<Result>): Promise<Result> {
  users++;
  let esbuild: typeof Esbuild | undefined;
  try {
    esbuild = await import('esbuild');
    return await work(esbuild);
  } finally {
    if (--users === 0) await esbuild?.stop();
  }
}
