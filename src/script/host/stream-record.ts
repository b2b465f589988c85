import type { StreamName } from '../../application/stream-name.js';
import { liveName } from '../../application/stream-name.js';
import type { StreamRecord } from '../protocol/script-events.js';

/** A stream as a script is told of it. */
export function streamRecord(stream: StreamName): StreamRecord {
  return { type: stream.type, name: liveName(stream), query: stream.query };
}
