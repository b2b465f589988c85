import type { NewRestream } from '../application/restream-control.js';

/** A target or a source that was made while the server ran. */
export interface StoredRestream extends Required<NewRestream> {
  readonly id: string;
}

/** Keeps them beyond a restart. */
export interface RestreamStore {
  /** Resolves with all of them. Rejects if they cannot be read. */
  load(): Promise<readonly StoredRestream[]>;
  /** Replaces all of them. */
  save(restreams: readonly StoredRestream[]): Promise<void>;
}
