/** One mistake in the configuration, and what to do about it. */
export interface Problem {
  /** The file as the user named it, or the option (`--set amf.maxDepth=x`). */
  readonly file: string;
  /** Counted from 1; absent where a mistake has no place in a file. */
  readonly line?: number;
  readonly column?: number;
  /** The dotted key, empty if the mistake concerns no key. */
  readonly key: string;
  readonly message: string;
  readonly mend: string;
  /** With an error there is no configuration; a warning tells of something that has no effect. */
  readonly severity: 'error' | 'warning';
}

/** One line: `conf/server.yaml:12:3 shutdown.timeout: "10 sec" is not a duration; write 10s, 500ms or 2m`. */
export function formatProblem({ file, line, column, key, message, mend }: Problem): string {
  const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
  return `${place} ${key === '' ? '' : `${key}: `}${message}; ${mend}`;
}
