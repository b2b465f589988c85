import type { AmfValue } from '../../amf/value.js';

/** The name in a command that we repeat in our answer; empty for what is no text, which is nothing to repeat. */
export function nameArgument(value: AmfValue): string {
  return typeof value === 'string' ? value : '';
}
