import type { Plain } from './bytes.js';
import type { FromScript, ToScript } from './script-messages.js';

/** What any message weighs: its handling, however short it is. */
const MESSAGE = 256;
const VALUE = 16;

/** About how many bytes of memory a message holds while it is on its way. */
export function messageCost(message: ToScript | FromScript): number {
  switch (message.kind) {
    case 'event':
    case 'operation':
      return MESSAGE + plainCost(message.args);
    case 'answer':
      return MESSAGE + plainCost(message.value) + 2 * (message.error?.length ?? 0);
    case 'log':
      return MESSAGE + 2 * message.line.text.length;
    case 'realm':
      return MESSAGE + message.source.length;
    case 'runaway':
    case 'load':
    case 'unload':
      return MESSAGE;
  }
}

function plainCost(value: Plain): number {
  if (typeof value === 'string') return VALUE + 2 * value.length;
  if (typeof value !== 'object' || value === null) return VALUE;
  if (value instanceof Uint8Array) return VALUE + value.byteLength;
  let cost = VALUE;
  const parts: readonly Plain[] = Array.isArray(value) ? value : Object.values(value);
  for (const part of parts) cost += plainCost(part);
  return cost;
}
