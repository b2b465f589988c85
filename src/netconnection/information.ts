import type { AmfValue } from '../amf/value.js';
import { AmfObject } from '../amf/value.js';

export type Level = 'status' | 'warning' | 'error';

/** An information object: `level`, `code`, `description` and what else belongs to it, in the order in which FMS writes them. */
export function information(
  level: Level,
  code: string,
  description: string,
  more: Readonly<Record<string, AmfValue>> = {},
): AmfObject {
  return AmfObject.of({ level, code, description, ...more });
}
