import { createHmac } from 'node:crypto';

/**
 * The value of `Afterglow-Signature`: `t=<seconds since 1970>,v1=<hex>`, the HMAC-SHA256 of `<seconds>.<body>`. The
 * time is signed with the body, so that who checks it can refuse what is old.
 *
 * @param date milliseconds since 1970
 */
export function signature(secret: string, date: number, body: string): string {
  const seconds = Math.floor(date / 1000);
  const code = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${code}`;
}
