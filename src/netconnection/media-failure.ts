import type { RefusalReason } from '../application/refusal.js';
import type { StreamName } from '../application/stream-name.js';
import type { MediaErrorCode } from '../media/media-error.js';
import { MediaError } from '../media/media-error.js';
import type { StatusCode } from './status.js';

const CODES: Readonly<Record<MediaErrorCode, StatusCode>> = {
  truncated: 'NetStream.Play.FileStructureInvalid',
  malformed: 'NetStream.Play.FileStructureInvalid',
  unsupported: 'NetStream.Play.NoSupportedTrackFound',
  'no-track': 'NetStream.Play.NoSupportedTrackFound',
};

const WORDS: Readonly<Record<string, string>> = {
  'NetStream.Play.FileStructureInvalid': 'its file is damaged.',
  'NetStream.Play.NoSupportedTrackFound': 'there is nothing in its file that can be played.',
};

export interface MediaFailure {
  /** What the client is told: nothing of the file system. */
  readonly code: StatusCode;
  readonly description: string;
  readonly reason: RefusalReason;
  /** For the log: why and what to do, in one line, where the file is to blame; otherwise the error with its stack. */
  readonly cause: Readonly<Record<string, unknown>>;
}

/** What media that cannot be read means for who plays it and for who runs the server. */
export function mediaFailure(error: unknown, { name }: StreamName): MediaFailure {
  const isOfFile = error instanceof MediaError;
  const code = isOfFile ? CODES[error.code] : 'NetStream.Failed';
  const description = `Failed to play ${name}; ${WORDS[code] ?? 'it cannot be read.'}`;
  const cause = isOfFile
    ? { reason: error.message, mend: '"afterglow media inspect <file>" says more, and what repairs it' }
    : { error };
  return { code, description, reason: isOfFile ? 'damaged' : 'failed', cause };
}
