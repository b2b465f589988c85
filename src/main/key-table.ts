import type { AccessKey } from '../application/access-key.js';
import { isSecretValid } from '../application/access-key.js';
import { textTable } from './text-table.js';

/** The keys as a table for people. Nothing in it is secret. */
export function keyTable(keys: readonly AccessKey[], now: number): string {
  const head = ['NAME', 'KIND', 'FOR', 'OF', 'CREATED', 'EXPIRES', 'STATE'];
  const rows = keys.map((key) => [
    key.name,
    key.kind,
    key.actions.join(', '),
    place(key),
    written(key.created),
    key.expires === undefined ? 'never' : written(key.expires),
    state(key, now),
  ]);
  return textTable(head, rows);
}

/** A date as people read it, in UTC: `2026-11-21 14:05`. */
export function written(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}

/** Which streams a key is for: `live`, or as much more as it is bound to. */
export function place({ application, instance, stream }: AccessKey): string {
  if (stream !== '*') return `${application}/${instance}/${stream}`;
  return instance === '*' ? application : `${application}/${instance}`;
}

function state(key: AccessKey, now: number): string {
  if (key.revoked !== undefined) return `revoked ${written(key.revoked)}`;
  if (key.expires !== undefined && now >= key.expires) return 'expired';
  const old = key.secrets.find((secret) => secret.validUntil !== undefined && isSecretValid(secret, now));
  return old?.validUntil === undefined ? 'valid' : `valid, the old one until ${written(old.validUntil)}`;
}
