import { z } from 'zod';
import { count, givenName, milliseconds, moment } from './values.js';

export const key = z.object({
  name: z.string(),
  kind: z.enum(['stream', 'signing']),
  application: z.string(),
  instance: z.string(),
  stream: z.string(),
  actions: z.array(z.enum(['publish', 'play'])),
  created: moment,
  expires: moment.optional(),
  revoked: moment.optional(),
  state: z.enum(['valid', 'expired', 'revoked']),
  oldUntil: moment.optional().describe('Until when the key before a rotation is valid.'),
  uses: count.describe('Publishers and players that are here by it.'),
});
export type Key = z.output<typeof key>;
export const keyList = z.object({ items: z.array(key) });

const pattern = z.string().min(1).max(255);
export const newKey = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/)
    .optional(),
  kind: z.enum(['stream', 'signing']).default('stream'),
  application: pattern.default('live'),
  instance: pattern.default('*'),
  stream: pattern.default('*'),
  actions: z
    .array(z.enum(['publish', 'play']))
    .min(1)
    .max(2)
    .default(['publish']),
  expires: moment.optional(),
});
export type NewKey = z.input<typeof newKey>;
export const shownKey = z.object({
  key,
  shown: z.string().describe('The key itself. It is shown this once.'),
});
export type ShownKey = z.output<typeof shownKey>;
export const rotation = z.strictObject({
  grace: milliseconds.min(0).max(3.2e10).default(86_400_000).describe('How long the old key stays valid.'),
});
export const keyParams = z.strictObject({ key: givenName });
