import { z } from 'zod';

/** Milliseconds since 1970 UTC. */
export const moment = z.number().describe('Milliseconds since 1970 UTC.');
export const milliseconds = z.number().describe('Milliseconds.');
export const count = z.number().int();
export const bytes = z.number().describe('Bytes.');
export const bytesPerSecond = z.number().describe('Bytes per second.');

/** A name that somebody asks for. What it may be, who has it decides; here it is only no endless one. */
export const givenName = z.string().min(1).max(255);

/** The virtual host that something is about. */
export const hostQuery = z.strictObject({
  adaptor: givenName.default('_defaultRoot_'),
  virtualHost: givenName.default('_defaultVHost_'),
});
export type HostQuery = z.input<typeof hostQuery>;

/** Where something is that belongs to an application instance. */
export const instancePlace = z.object({
  adaptor: z.string(),
  virtualHost: z.string(),
  application: z.string(),
  instance: z.string(),
});
export type InstancePlace = z.output<typeof instancePlace>;

export const applicationParams = z.strictObject({ application: givenName });
export const instanceParams = z.strictObject({ application: givenName, instance: givenName });
/** A stream of an instance; a slash in a name is written %2F. */
export const streamParams = z.strictObject({ application: givenName, instance: givenName, stream: givenName });

/** Of a list: how many at most, from where on. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(10_000).default(100).describe('How many items at most.'),
  cursor: z.string().max(1000).optional().describe('`next` of the page before.'),
});

/** Of a list whose items are anywhere: only those of this place. */
export const placeFilter = z.strictObject({
  adaptor: givenName.optional(),
  virtualHost: givenName.optional(),
  application: givenName.optional(),
  instance: givenName.optional(),
  search: z.string().max(200).optional().describe('Only items whose names or addresses contain this.'),
});
export const placedPageQuery = placeFilter.extend(pageQuery.shape);
export type PlacedPageQuery = z.input<typeof placedPageQuery>;

/** A part of a list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    total: count.describe('How many there are that the question is about, on all pages.'),
    next: z.string().optional().describe('Where the next page begins; absent on the last one.'),
  });
}
export interface Page<Item> {
  readonly items: Item[];
  readonly total: number;
  readonly next?: string | undefined;
}

export const problem = z
  .object({
    file: z.string(),
    line: count.optional(),
    column: count.optional(),
    key: z.string().describe('The dotted key; empty if the mistake concerns no key.'),
    message: z.string(),
    mend: z.string(),
    severity: z.enum(['error', 'warning']),
  })
  .describe('A mistake in the configuration, and what to do about it.');
export type ConfigurationProblem = z.output<typeof problem>;

export const ERROR_CODES = [
  'bad-request',
  'not-logged-in',
  'wrong-password',
  'forbidden',
  'not-found',
  'wrong-method',
  'conflict',
  'invalid',
  'too-many-logins',
  'too-large',
  'wrong-type',
  'not-possible',
  'failed',
] as const;
export const apiError = z
  .object({
    error: z.string().describe('What happened and what to do about it, for a person.'),
    code: z.enum(ERROR_CODES),
    problems: z.array(problem).optional(),
    retryAfter: milliseconds.optional(),
  })
  .meta({ id: 'Error', description: 'Why it was not done.' });
export type ApiErrorBody = z.output<typeof apiError>;
export type ApiErrorCode = (typeof ERROR_CODES)[number];

/** Done, and nothing else to be said. */
export const done = z.object({ done: z.literal(true) });
