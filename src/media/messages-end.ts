import { timestampAdd, timestampDelta } from '../time/timestamp.js';
import type { MediaKind, MediaMessage } from './media-message.js';

/** Where the last frames end, if each of them lasts as long as the one before it; 0 if there are none. */
export function messagesEnd(messages: readonly MediaMessage[]): number {
  const last = new Map<MediaKind, { timestamp: number; step: number }>();
  for (const { kind, timestamp } of messages) {
    const before = last.get(kind);
    last.set(kind, {
      timestamp,
      step: before === undefined ? 0 : Math.max(0, timestampDelta(timestamp, before.timestamp)),
    });
  }
  let end = messages[0]?.timestamp ?? 0;
  for (const { timestamp, step } of last.values()) {
    const own = timestampAdd(timestamp, Math.max(1, step));
    if (timestampDelta(own, end) > 0) end = own;
  }
  return end;
}
