import { z } from 'zod';
import { bytes, count, givenName, hostQuery, instancePlace, pageOf } from './values.js';

export const sharedObject = instancePlace.extend({
  name: z.string(),
  persistent: z.boolean(),
  version: count,
  users: count,
  joined: count.describe('How often somebody began to use it since it was loaded.'),
  mostUsers: count.describe('The most who used it at a time since then.'),
  properties: count,
  size: bytes.describe('Of names and values, as AMF0 has them.'),
  dirty: z.boolean().describe('It has changed, and that is not stored.'),
  locked: z.boolean(),
  resyncDepth: count.nullable().describe('Null for no bound.'),
  counts: z.record(z.string(), count).describe('What users wanted, and what came of it.'),
});
export type SharedObject = z.output<typeof sharedObject>;
export const sharedObjectPage = pageOf(sharedObject);

/**
 * A value of a property as JSON. What JSON has no word for is an object with one name that begins with `$`:
 * `{"$date": 1700000000000}`, `{"$undefined": true}`, `{"$number": "NaN"}`, `{"$bytes": "base64"}`, `{"$xml": "<a/>"}`,
 * `{"$typed": {"class": "com.example.Point", "value": {…}}}`, `{"$other": "what it is"}`, which is to be read only.
 */
export const propertyValue = z.json().describe('A value; docs/api.md lists those that JSON has no word for.');
export type PropertyValue = z.output<typeof propertyValue>;

export const sharedObjectDetails = sharedObject.extend({
  values: z.array(z.object({ name: z.string(), value: propertyValue })),
  truncated: z.boolean().describe('There are more properties than are shown.'),
});
export type SharedObjectDetails = z.output<typeof sharedObjectDetails>;

export const sharedObjectParams = z.strictObject({ application: givenName, instance: givenName, object: givenName });
export const sharedObjectQuery = hostQuery.extend({
  persistent: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
});
export const propertyQuery = sharedObjectQuery.extend({ property: z.string().min(1).max(1000) });
export const propertyChange = z.strictObject({ value: propertyValue });
export const messageToUsers = z.strictObject({
  handler: z.string().min(1).max(255),
  args: z.array(propertyValue).max(20).default([]),
});
