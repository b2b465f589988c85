import { fileURLToPath } from 'node:url';

export interface ErrorPosition {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** Where an error was made, as its stack says: the first place that is neither Node's own nor of a package. */
export function positionOf(error: unknown): ErrorPosition | Record<string, never> {
  const stack: unknown = typeof error === 'object' && error !== null && 'stack' in error ? error.stack : undefined;
  if (typeof stack !== 'string') return {};
  for (const line of stack.split('\n')) {
    const [, where = '', number = ''] = /^\s+at (?:.*\()?(.*?):(\d+):\d+\)?$/.exec(line) ?? [];
    if (where === '' || where.startsWith('node:') || where.includes('node_modules')) continue;
    return { file: where.startsWith('file:') ? fileURLToPath(where) : where, line: Number(number) };
  }
  return {};
}
