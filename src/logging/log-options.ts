import type { RotatingLogOptions } from '../storage/rotating-log.js';
import type { RotationPeriod } from './rotation.js';
import { rotationAfter } from './rotation.js';

/** Lines as FMS writes them (W3C extended log file format), or a JSON object a line. */
export type LogFileFormat = 'w3c' | 'json';

/** When a log goes on in another file, and how many are kept. */
export interface RotationOptions {
  /** Bytes. */
  readonly maxSize: number;
  readonly every: RotationPeriod;
  /** Files that are kept, that which is written included. */
  readonly history: number;
}

/** How every log is written. */
export interface LogFileOptions {
  readonly format: LogFileFormat;
  readonly rotation: RotationOptions;
  /** Of what `date` and `time` are, and where days begin. */
  readonly time: 'local' | 'utc';
}

/** What a file needs to know of that. */
export function rotating(
  { rotation, time, format }: LogFileOptions,
  header: () => string,
): Pick<RotatingLogOptions, 'maxSize' | 'files' | 'header' | 'leftAfter'> {
  const { maxSize, every, history: files } = rotation;
  return {
    ...{ maxSize, files },
    header: format === 'json' ? () => '' : header,
    leftAfter: (begun) => rotationAfter(begun, every, time === 'utc'),
  };
}
