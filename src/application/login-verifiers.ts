import { createHash } from 'node:crypto';
import { equalSecrets } from './equal-secrets.js';

/** The ways to log in that encoders know: Adobe's of FMLE (OBS, ffmpeg, GStreamer), and Limelight's (OBS, ffmpeg). */
export type LoginMode = 'adobe' | 'llnw';

/** Limelight's realm is the same everywhere: encoders do not ask for it. */
const LLNW_REALM = 'live';
const LLNW_QOP = 'auth';

/** What is kept of a password for Adobe's login: Base64 of MD5(user + salt + password). */
export function adobeVerifier(user: string, salt: string, password: string): string {
  return md5(user + salt + password).toString('base64');
}

/** What is kept of a password for Limelight's login, the HA1 of RFC 2617: hexadecimal MD5(user:live:password). */
export function llnwVerifier(user: string, password: string): string {
  return md5(`${user}:${LLNW_REALM}:${password}`).toString('hex');
}

/**
 * Whether an encoder knows the password of `verifier`. Its answer is Base64 of MD5(verifier + our
 * challenge + its own challenge).
 */
export function answersAdobe(verifier: string, ours: string, theirs: string, response: string): boolean {
  return equalSecrets(response, md5(verifier + ours + theirs).toString('base64'));
}

/** What an encoder says in Limelight's login, which is HTTP digest authentication with method `publish`. */
export interface LlnwAnswer {
  readonly nonce: string;
  readonly cnonce: string;
  /** How often the nonce was used, eight hexadecimal digits. */
  readonly nc: string;
  readonly response: string;
}

/** @param path the application and instance that the encoder connects to, as it writes them: `live/_definst_` */
export function answersLlnw(verifier: string, path: string, { nonce, cnonce, nc, response }: LlnwAnswer): boolean {
  const request = md5(`publish:/${path}`).toString('hex');
  const right = md5(`${verifier}:${nonce}:${nc}:${cnonce}:${LLNW_QOP}:${request}`).toString('hex');
  return equalSecrets(response.toLowerCase(), right);
}

function md5(text: string): Buffer {
  return createHash('md5').update(text).digest();
}
