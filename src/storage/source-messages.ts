import type { MediaMessage } from '../media/media-message.js';
import type { MediaSource } from '../media/media-source.js';
import type { RemuxOptions } from './remux-input.js';

/** All messages of recorded media in their order, a segment at a time; what a decoder needs first comes first. */
export async function* sourceMessages(
  source: MediaSource,
  { onProgress, signal }: Pick<RemuxOptions, 'onProgress' | 'signal'>,
): AsyncGenerator<readonly MediaMessage[], void, undefined> {
  const start = await source.seek(0);
  if (start === undefined) return;
  yield start.setup;
  for (let at: number | undefined = start.position; at !== undefined;) {
    const segment = await source.segment(at);
    signal?.throwIfAborted();
    yield segment.messages;
    const last = segment.messages.at(-1);
    if (last !== undefined) onProgress?.(last.timestamp);
    at = segment.next;
  }
}
