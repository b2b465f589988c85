import { Document } from 'yaml';
import { z } from 'zod';
import type { AccessKey } from '../application/access-key.js';
import { isKeyName } from '../application/access-key.js';
import { readRecords } from './read-records.js';
import { StorageError } from './storage-error.js';

const HEADER = ` The stream keys of Afterglow. "afterglow key" reads and writes this file; a running server takes changes over at once.
 A key itself is not in here, only what recognises it: keep the file to yourself all the same, because signing keys are,
 and because a verifier is enough for the login that it belongs to.`;

const date = z.iso.datetime().transform((text) => Date.parse(text));
const secretTerms = { created: date, validUntil: date.optional() };

const terms = {
  name: z.string().refine(isKeyName, 'is not a name of a key'),
  application: z.string(),
  instance: z.string(),
  stream: z.string(),
  for: z.array(z.enum(['publish', 'play'])).min(1),
  created: date,
  expires: date.optional(),
  revoked: date.optional(),
};

const hashedSecret = z.strictObject({
  ...secretTerms,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  adobe: z.strictObject({ salt: z.string().min(1).max(64), verifier: z.string().regex(/^[A-Za-z0-9+/]{22}==$/) }),
  llnw: z.string().regex(/^[0-9a-f]{32}$/),
});
const signingSecret = z.strictObject({ ...secretTerms, secret: z.string().regex(/^[A-Za-z0-9_-]{43,}$/) });

const record = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('stream'), ...terms, secrets: z.array(hashedSecret).min(1) }),
  z.strictObject({ kind: z.literal('signing'), ...terms, secrets: z.array(signingSecret).min(1) }),
]);

const file = z
  .strictObject({ keys: z.array(record) })
  .refine(({ keys }) => new Set(keys.map(({ name }) => name)).size === keys.length, 'two keys have one name');

/**
 * Reads the text of a key file.
 *
 * @throws StorageError `unreadable`, saying where; never quoting what is there
 */
export function parseKeys(text: string): AccessKey[] {
  const result = file.safeParse(readRecords(text));
  if (result.success) return result.data.keys.map(toKey);
  const [issue] = result.error.issues;
  throw new StorageError(`${place(issue?.path)}: ${issue?.message ?? 'is not right'}`);
}

/** Writes keys as the text of a key file. */
export function formatKeys(keys: readonly AccessKey[]): string {
  const document = new Document({ keys: keys.map(toRecord) });
  document.commentBefore = HEADER;
  return document.toString({ lineWidth: 0 });
}

function toKey({ for: actions, expires, revoked, ...rest }: z.output<typeof record>): AccessKey {
  const secrets = rest.secrets.map(({ validUntil, ...secret }) => ({ ...secret, ...defined({ validUntil }) }));
  return { ...rest, actions, secrets, ...defined({ expires, revoked }) } as AccessKey;
}

function toRecord(key: AccessKey): object {
  const { name, kind, application, instance, stream, actions, created, expires, revoked, secrets } = key;
  return {
    name,
    kind,
    application,
    instance,
    stream,
    for: [...actions],
    created: written(created),
    ...defined({ expires: written(expires), revoked: written(revoked) }),
    secrets: secrets.map(({ created: since, validUntil, ...secret }) => {
      return { created: written(since), ...defined({ validUntil: written(validUntil) }), ...secret };
    }),
  };
}

function written(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

function defined<Value>(fields: Readonly<Record<string, Value | undefined>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

function place(path: readonly PropertyKey[] = []): string {
  return path.length === 0 ? 'the file' : path.join('.');
}
