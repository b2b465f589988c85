import type { RefusalReason } from '../application/refusal.js';
import { MediaError } from '../media/media-error.js';

/** What is said of media that broke while it was played. */
export interface MediaFault {
  readonly reason: RefusalReason;
  /** For who asked: nothing of the file system. */
  readonly description: string;
  /** For the log. */
  readonly cause: Readonly<Record<string, unknown>>;
}

/** What media that cannot be read on means for who plays it and for who runs the server. */
export function mediaFault(error: unknown): MediaFault {
  if (!(error instanceof MediaError))
    return { reason: 'failed', description: 'The media cannot be read.', cause: { error } };
  const mend = '"afterglow media inspect <file>" says more, and what repairs it';
  const description = 'The file of this media is damaged here; other parts of it may be whole.';
  return { reason: 'damaged', description, cause: { reason: error.message, mend } };
}
