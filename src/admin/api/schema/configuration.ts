import { z } from 'zod';
import { bytes, count, moment, problem } from './values.js';

/** A file of the configuration. Its path is below the folder of the configuration, or of the applications. */
export const configurationFile = z.object({
  path: z.string().describe('conf/server.yaml, apps/live/application.yaml, …'),
  level: z.enum(['server', 'adaptor', 'vhost', 'application', 'playlist']),
  exists: z.boolean().describe('What does not exist means defaults; saving makes it.'),
  size: bytes,
  modified: moment.optional(),
  writable: z.boolean(),
});
export type ConfigurationFile = z.output<typeof configurationFile>;
export const configurationFileList = z.object({ items: z.array(configurationFile), problems: z.array(problem) });
export type ConfigurationFileList = z.output<typeof configurationFileList>;

export const fileQuery = z.strictObject({ path: z.string().min(1).max(1000) });
export const configurationText = z.object({
  path: z.string(),
  text: z.string(),
  version: z.string().describe('To be named when it is saved: nobody overwrites what somebody else has changed.'),
});
export type ConfigurationText = z.output<typeof configurationText>;

/** What would be of a file: the whole text, or values of single keys, which leaves comments where they are. */
export const configurationEdit = z.strictObject({
  path: z.string().min(1).max(1000),
  text: z
    .string()
    .max(256 * 1024)
    .optional(),
  set: z
    .array(z.strictObject({ key: z.string().min(1).max(200), value: z.json() }))
    .max(200)
    .optional()
    .describe('Null takes the key out, so that the default holds.'),
});
export type ConfigurationEdit = z.input<typeof configurationEdit>;

export const change = z.object({
  key: z.string(),
  before: z.string(),
  after: z.string(),
  effect: z.string().describe('When it takes effect: at once, or with a restart.'),
});
export const checked = z.object({
  valid: z.boolean(),
  problems: z.array(problem),
  text: z.string().describe('What the file would be.'),
  diff: z.array(z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() })),
  changes: z.array(change).describe('What would be otherwise; empty if it is not valid.'),
});
export type Checked = z.output<typeof checked>;

export const save = configurationEdit.extend({ version: z.string().max(200) });
export type Save = z.input<typeof save>;
export const saved = z.object({ revision: z.string(), version: z.string(), changes: z.array(change) });
export type Saved = z.output<typeof saved>;

export const revision = z.object({
  id: z.string(),
  path: z.string(),
  at: moment,
  by: z.string(),
  lines: z.object({ added: count, removed: count }),
});
export type Revision = z.output<typeof revision>;
export const revisionList = z.object({ items: z.array(revision) });
export const revisionParams = z.strictObject({ revision: z.string().regex(/^[A-Za-z0-9-]{1,64}$/) });

/** What is in force, defaults included. */
export const effective = z.object({ settings: z.record(z.string(), z.json()) });

/** The JSON Schema of a level, for editors. */
export const levelParams = z.strictObject({ level: z.enum(['server', 'adaptor', 'vhost', 'application', 'playlist']) });
