import { z } from 'zod';
import { count, moment, pageQuery } from './values.js';

export const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export const logLine = z.object({
  id: count.describe('Counted from the start; later lines have greater ones.'),
  at: moment,
  level: z.enum(LEVELS),
  message: z.string(),
  fields: z.record(z.string(), z.json()),
});
export type LogLine = z.output<typeof logLine>;
export const logQuery = pageQuery.extend({
  level: z.enum(LEVELS).default('info').describe('The least important lines to be shown.'),
  search: z.string().max(200).optional().describe('In messages and fields, upper and lower case alike.'),
  since: z.coerce.number().optional(),
  until: z.coerce.number().optional(),
});
export type LogQuery = z.input<typeof logQuery>;
/** The newest first. */
export const logPage = z.object({
  items: z.array(logLine),
  next: z.string().optional(),
  oldest: moment.optional().describe('How far back what is kept goes.'),
});
export type LogPage = z.output<typeof logPage>;

/** A log that is kept in files. */
export const logFile = z.object({
  log: z.string().describe('`access`, `core`, `admin`, or `application/<app>/<instance>`.'),
  files: count,
  bytes: count.describe('Of all its files.'),
});
export type LogFile = z.output<typeof logFile>;
export const logFileList = z.object({ items: z.array(logFile) });
export const logFileQuery = z.object({
  log: z.string().max(500),
  search: z.string().max(200).default('').describe('In the whole line, upper and lower case alike.'),
  since: z.coerce.number().optional().describe('Milliseconds since 1970.'),
  until: z.coerce.number().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  cursor: z.string().max(100).optional().describe('`next` of an answer: from there further back.'),
});
export type LogFileQuery = z.input<typeof logFileQuery>;
/** The newest first. */
export const logFilePage = z.object({
  items: z.array(
    z.object({
      at: moment.optional().describe('Undefined for a line that does not say when.'),
      text: z.string().describe('At most 4000 characters of it.'),
    }),
  ),
  searched: count.describe('Bytes that were looked at for this answer; there is a bound to it.'),
  reached: moment.optional().describe('How far back that was.'),
  next: z.string().optional().describe('Present as long as there is more to look at, also where nothing was found.'),
});
export type LogFilePage = z.output<typeof logFilePage>;

/** Why a client was refused. */
export const refusal = z.object({
  id: count,
  at: moment,
  action: z.enum(['connect', 'publish', 'play', 'record', 'other']),
  address: z.string().optional(),
  client: z.string().optional(),
  application: z.string().optional().describe('`application/instance`'),
  stream: z.string().optional(),
  rule: z.string().describe('What decided.'),
  reason: z.string().optional(),
  told: z.string().optional().describe('What the client was told.'),
  key: z.string().optional().describe('The key of the configuration that decided.'),
  place: z
    .object({ file: z.string(), line: count.optional() })
    .optional()
    .describe('Where it is written, or would be.'),
  mend: z.string().describe('What to do if it should be let in.'),
});
export type Refusal = z.output<typeof refusal>;
export const refusalQuery = pageQuery.extend({
  action: z.enum(['connect', 'publish', 'play', 'record', 'other']).optional(),
  search: z.string().max(200).optional(),
});
export type RefusalQuery = z.input<typeof refusalQuery>;
export const refusalPage = z.object({
  items: z.array(refusal),
  total: count.describe('Since the server runs, also of those that are not kept any more.'),
  next: z.string().optional(),
});

/** A change that somebody made. */
export const auditEntry = z.object({
  at: moment,
  user: z.string(),
  by: z.string().describe('`session`, `token <name>`, `command`, or the name of another way in.'),
  address: z.string(),
  action: z.string(),
  target: z.string(),
  details: z.record(z.string(), z.json()),
  result: z.enum(['done', 'refused', 'failed']),
});
export type AuditEntry = z.output<typeof auditEntry>;
/** The newest first. */
export const auditPage = z.object({ items: z.array(auditEntry), next: z.string().optional() });
export const auditQuery = pageQuery.extend({ search: z.string().max(200).optional() });
