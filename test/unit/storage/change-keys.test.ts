import { describe, expect, it } from 'vitest';
import type { AccessKey } from '../../../src/application/access-key.js';
import {
  addSigningKey,
  addStreamKey,
  KeyChangeError,
  revokeKey,
  rotateKey,
  signerFor,
} from '../../../src/storage/change-keys.js';

const NOW = Date.UTC(2026, 10, 21, 6);
const terms = { application: 'live', instance: '*', stream: '*', actions: ['publish'] } as const;

function made(...names: string[]): readonly AccessKey[] {
  return names.reduce<readonly AccessKey[]>((keys, name) => addStreamKey({ ...terms, name }, NOW)(keys).keys, []);
}

describe('keys', () => {
  it('get a name of their own where they are given none', () => {
    const { keys, result } = addStreamKey(terms, NOW)([]);
    expect(keys).toEqual([result.key]);
    expect(result.key.name).toMatch(/^[a-z2-9]{6}$/);
  });

  it.each(['', 'a b', 'ä', 'a/b', 'x'.repeat(65)])('cannot be called %j', (name) => {
    expect(() => addStreamKey({ ...terms, name }, NOW)([])).toThrow(KeyChangeError);
  });

  it('share no name, but take over that of a revoked one', () => {
    const keys = made('a', 'b');
    expect(() => addStreamKey({ ...terms, name: 'a' }, NOW)(keys)).toThrow('There is a key a already');
    const { keys: revoked } = revokeKey('a', NOW)(keys);
    const { keys: again } = addSigningKey({ ...terms, name: 'a' }, NOW)(revoked);
    expect(again.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['b stream', 'a signing']);
  });

  it('have two secrets after a rotation, never three, and one salt', () => {
    const once = rotateKey('a', NOW + 1000, NOW + 1)(made('a')).keys;
    const twice = rotateKey('a', NOW + 2000, NOW + 2)(once).keys;
    const [key] = twice;
    expect(key?.secrets.map(({ created, validUntil }) => ({ created, validUntil }))).toEqual([
      { created: NOW + 2, validUntil: undefined },
      { created: NOW + 1, validUntil: NOW + 2000 },
    ]);
    expect(key?.kind === 'stream' && new Set(key.secrets.map(({ adobe }) => adobe.salt)).size).toBe(1);
    expect(key?.kind === 'stream' && new Set(key.secrets.map(({ sha256 }) => sha256)).size).toBe(2);
  });

  it('have one secret after a rotation without grace', () => {
    expect(rotateKey('a', NOW, NOW)(made('a')).keys[0]?.secrets).toHaveLength(1);
  });

  it('that are revoked, or are not there, can be neither rotated nor revoked', () => {
    const { keys } = revokeKey('a', NOW)(made('a'));
    for (const name of ['a', 'b']) {
      expect(() => revokeKey(name, NOW)(keys)).toThrow(KeyChangeError);
      expect(() => rotateKey(name, NOW, NOW)(keys)).toThrow(KeyChangeError);
    }
  });

  it('sign what they are for: the newest that may does', () => {
    const add = (name: string, more: object = {}) => addSigningKey({ ...terms, name, ...more }, NOW);
    const all = [add('old'), add('new'), add('other', { application: 'vod' }), add('ended', { expires: NOW })];
    const keys = all.reduce<readonly AccessKey[]>((before, change) => change(before).keys, made('stream'));
    const use = { action: 'publish', application: 'live', instance: '_definst_', stream: 'x' } as const;
    expect(signerFor(keys, use, NOW)?.key.name).toBe('new');
    expect(signerFor(keys, { ...use, application: 'vod' }, NOW)?.key.name).toBe('other');
    expect(signerFor(keys, { ...use, action: 'play' }, NOW)).toBeUndefined();
  });
});
