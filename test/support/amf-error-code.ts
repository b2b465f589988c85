import { AmfError } from '../../src/amf/amf-error.js';

/** The code of the AmfError that `run` throws; anything else that it throws, or nothing, is a failure. */
export function amfErrorCode(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof AmfError) return error.code;
    throw error;
  }
  throw new Error('no AmfError was thrown');
}
