import type { StatusCode } from '../../netconnection/status.js';
import { status } from '../../netconnection/status.js';
import type { PlainRecord } from '../protocol/bytes.js';

/** The information object of a status as a script is told it. */
export function statusRecord(code: StatusCode, description: string, details: string): PlainRecord {
  return Object.fromEntries(status(code, description, { details }).properties) as PlainRecord;
}
