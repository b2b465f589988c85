import type { Refusal } from '../../application/refusal.js';

/** What publish and play answer to a name that is none. */
export const badStreamName: Refusal = {
  rule: 'a stream name is 1 to 1024 printable characters that stay inside a folder',
  reason: 'bad-name',
  description: 'This is not a name that a stream can have.',
};
