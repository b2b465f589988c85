import { z } from 'zod';
import { count, instancePlace, moment } from './values.js';
import { auditEntry, logLine, refusal } from './logs.js';
import { sample } from './server.js';

const at = moment;
const streamEvent = instancePlace.extend({ at, stream: z.string() });

/** What is told at `/api/v1/events`, by the name of the event. */
export const events = {
  /** Every two seconds. */
  sample,
  log: logLine,
  refusal,
  audit: auditEntry,
  'instance.loaded': instancePlace.extend({ at }),
  'instance.unloaded': instancePlace.extend({ at }),
  'stream.published': streamEvent.extend({ client: z.string().optional() }),
  'stream.ended': streamEvent,
  'recording.started': streamEvent,
  'recording.ended': streamEvent.extend({ file: z.string().optional(), why: z.string() }),
  'configuration.changed': z.object({ at, changes: count }),
  /** Whoever reads too slowly misses some. */
  lost: z.object({ at, events: count }),
} as const;
export type ServerEvents = { [Name in keyof typeof events]: z.output<(typeof events)[Name]> };
export type EventName = keyof ServerEvents;
export const EVENT_NAMES = Object.keys(events) as EventName[];

export const eventQuery = z.strictObject({
  types: z.string().max(500).optional().describe('Names of events, separated by commas; all if it is left out.'),
  level: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('Of log lines.'),
});
