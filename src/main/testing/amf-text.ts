import type { AmfValue } from '../../amf/value.js';

/** A text of the server's; empty if it is none. */
export function amfText(value: AmfValue): string {
  return typeof value === 'string' ? value : '';
}
