/** A rule that is broken: where, and in one sentence what is wrong and how to mend it. */
export interface Problem {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly says: string;
}

/** One line for each problem, as an editor can jump to it; empty when the house is in order. */
export function describeProblems(problems: readonly Problem[]): string {
  return problems.map(({ file, line, says }) => `${file}:${line}: ${says}`).join('\n');
}
