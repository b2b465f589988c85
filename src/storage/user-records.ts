import { Document } from 'yaml';
import { z } from 'zod';
import { readRecords } from './read-records.js';
import { StorageError } from './storage-error.js';

const HEADER = ` Who may use the console and the administration API. "afterglow user" reads and writes this file; a running server takes
 changes over at once. Passwords and tokens are not in here, only what recognises them.`;

const name = z.string().regex(/^[A-Za-z0-9._@-]{1,64}$/);
const role = z.enum(['viewer', 'operator', 'administrator']);
const date = z.iso.datetime().transform((text) => Date.parse(text));

const user = z.strictObject({
  name,
  role,
  /** `adaptor/virtualHost`, if that is all that is theirs. */
  virtualHost: z.string().optional(),
  created: date,
  passwordChanged: date,
  password: z.strictObject({
    scrypt: z.strictObject({ cost: z.int(), blockSize: z.int(), parallelization: z.int() }),
    salt: z.base64(),
    hash: z.base64(),
  }),
});
const token = z.strictObject({
  name,
  user: name,
  role,
  created: date,
  expires: date.optional(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
const file = z
  .strictObject({ users: z.array(user), tokens: z.array(token) })
  .refine(({ users }) => new Set(users.map((one) => one.name)).size === users.length, 'two users have one name');

/** A user, and what recognises the password. Dates are milliseconds since 1970 UTC. */
export type UserRecord = z.output<typeof user>;
/** A token for a program. SHA-256 without salt is right for 256 random bits. */
export type TokenRecord = z.output<typeof token>;
export type PasswordRecord = UserRecord['password'];

/** All that the file of users holds. */
export interface UserRecords {
  readonly users: readonly UserRecord[];
  readonly tokens: readonly TokenRecord[];
}

/**
 * Reads the text of a file of users.
 *
 * @throws StorageError saying where it is not right; never quoting what is there
 */
export function parseUsers(text: string): UserRecords {
  const result = file.safeParse(readRecords(text));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'the file' : issue.path.join('.');
  throw new StorageError(`${where}: ${issue?.message ?? 'is not right'}`);
}

/** Writes users and tokens as the text of their file. */
export function formatUsers({ users, tokens }: UserRecords): string {
  const document = new Document({
    users: users.map(({ created, passwordChanged, ...rest }) => ({
      ...rest,
      created: written(created),
      passwordChanged: written(passwordChanged),
    })),
    tokens: tokens.map(({ created, expires, ...rest }) => ({
      ...rest,
      created: written(created),
      ...(expires === undefined ? {} : { expires: written(expires) }),
    })),
  });
  document.commentBefore = HEADER;
  return document.toString({ lineWidth: 0 });
}

function written(time: number): string {
  return new Date(time).toISOString();
}
