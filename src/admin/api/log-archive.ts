import type { LogFile, LogFilePage } from './schema/logs.js';

export interface ArchiveQuestion {
  readonly log: string;
  /** Empty for every line. */
  readonly search: string;
  /** Milliseconds since 1970. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The logs that are kept in files. */
export interface LogArchive {
  list(): Promise<readonly LogFile[]>;
  /** Undefined if there is no such log. */
  search(question: ArchiveQuestion): Promise<LogFilePage | undefined>;
}
