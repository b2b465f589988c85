/**
 * - `damaged`: it is not what was written
 * - `other-version`: a version of Afterglow wrote it that has another format
 * - `foreign`: it is neither a file of ours nor one of Flash that can be read
 * - `name`: no file may have the name of the object, or one of another object has it
 */
export type SharedObjectFileErrorCode = 'damaged' | 'other-version' | 'foreign' | 'name';

/** A file of a shared object cannot be used. */
export class SharedObjectFileError extends Error {
  override readonly name = 'SharedObjectFileError';

  constructor(
    readonly code: SharedObjectFileErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
