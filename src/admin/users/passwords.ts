import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { PasswordRecord } from '../../storage/user-records.js';

/** 32 MiB and about a fifth of a second of one core (OWASP Password Storage Cheat Sheet, scrypt). */
const TERMS = { cost: 2 ** 15, blockSize: 8, parallelization: 3 } as const;
/** What a file may ask for: no more than eight times as much. */
const MAX_MEMORY = 256 * 1024 * 1024;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Letters and digits that are not mistaken for each other. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789';
const PASSWORD_LENGTH = 20;

/** One at a time: whoever tries many passwords takes one core at most, and the memory of one. */
let turn: Promise<unknown> = Promise.resolve();

/** What recognises a password, and does not tell it. */
export async function hashPassword(password: string, terms: PasswordRecord['scrypt'] = TERMS): Promise<PasswordRecord> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await inTurn(password, salt, terms);
  return { scrypt: { ...terms }, salt: salt.toString('base64'), hash: hash.toString('base64') };
}

/** Whether it is the password. */
export async function verifyPassword(password: string, record: PasswordRecord): Promise<boolean> {
  const expected = Buffer.from(record.hash, 'base64');
  const hash = await inTurn(password, Buffer.from(record.salt, 'base64'), record.scrypt);
  return expected.length === hash.length && timingSafeEqual(expected, hash);
}

/** A password for somebody who has none: about 116 bits. */
export function makePassword(): string {
  let password = '';
  while (password.length < PASSWORD_LENGTH) {
    for (const byte of randomBytes(PASSWORD_LENGTH)) {
      // The same chance for all of them.
      if (byte < 256 - (256 % ALPHABET.length)) password += ALPHABET[byte % ALPHABET.length];
    }
  }
  return password.slice(0, PASSWORD_LENGTH);
}

function inTurn(password: string, salt: Buffer, terms: PasswordRecord['scrypt']): Promise<Buffer> {
  const { cost, blockSize, parallelization } = terms;
  const options = { cost, blockSize, parallelization, maxmem: MAX_MEMORY };
  const hashed = turn.then(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) => {
          if (error === null) resolve(key);
          else reject(error);
        });
      }),
  );
  turn = hashed.catch(() => undefined);
  return hashed;
}
