/** `unreadable`: what is in a file is not what belongs there. */
export type StorageErrorCode = 'unreadable';

/** A file of the data folder cannot be used. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageErrorCode = 'unreadable';
}
