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

/** What a client is told of media that cannot be read: nothing of the file system. */
export function mediaFailure(error: unknown, { name }: StreamName): { code: StatusCode; description: string } {
  const code = error instanceof MediaError ? CODES[error.code] : 'NetStream.Failed';
  return { code, description: `Failed to play ${name}; ${WORDS[code] ?? 'it cannot be read.'}` };
}
