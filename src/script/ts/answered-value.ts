import type { PeerAnswer } from '../protocol/server-operations.js';
import { asRecord } from './answered-error.js';
import { CallError } from './call-error.js';
import { unpackValue } from './packed-values.js';

/** What the other side of a connection answered to a call. Throws the CallError that it answered with. */
export function answeredValue(answer: PeerAnswer): unknown {
  if (answer.answer === 'result') return unpackValue(answer.value);
  throw new CallError(answer.description, answer.info && asRecord(unpackValue(answer.info)));
}
