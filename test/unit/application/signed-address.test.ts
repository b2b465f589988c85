import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalAddress } from '../../../src/application/canonical-address.js';
import { queryParameters } from '../../../src/application/query-parameters.js';
import { isSignedWith, readSignature, signTerms, writeSignature } from '../../../src/application/signed-address.js';

const secret = Buffer.alloc(32, 7).toString('base64url');
const terms = {
  action: 'publish',
  application: 'live',
  instance: '_definst_',
  stream: 'flv:test',
  expires: 1_800_000_000,
  from: '',
} as const;

describe('a signature', () => {
  it('is what docs/access.md says a program of somebody else computes', () => {
    const text = '["afterglow-1","publish","live","_definst_","flv:test",1800000000,""]';
    expect(signTerms(terms, secret)).toBe(createHmac('sha256', Buffer.alloc(32, 7)).update(text).digest('base64url'));
  });

  it('is worth nothing for anything else', () => {
    const signature = signTerms(terms, secret);
    expect(isSignedWith(secret, terms, signature)).toBe(true);
    const others = [
      { action: 'play' as const },
      { application: 'Live' },
      { instance: 'room1' },
      { stream: 'flv:Test' },
      { stream: 'mp4:test' },
      { expires: 1_800_000_001 },
      { from: '192.0.2.7' },
    ];
    for (const other of others) expect(isSignedWith(secret, { ...terms, ...other }, signature)).toBe(false);
    expect(isSignedWith(Buffer.alloc(32, 8).toString('base64url'), terms, signature)).toBe(false);
    expect(isSignedWith(secret, terms, signature.slice(0, -1))).toBe(false);
    expect(isSignedWith(secret, terms, '')).toBe(false);
  });

  it('does not run into one another what stands side by side', () => {
    const one = signTerms({ ...terms, application: 'a","b', instance: 'c' }, secret);
    expect(isSignedWith(secret, { ...terms, application: 'a', instance: 'b","c' }, one)).toBe(false);
  });

  it('comes back from an address as it was written', () => {
    const signature = { signer: 'site', expires: 1_800_000_000, from: '2001:db8::7', signature: 'abc-_' };
    expect(readSignature(queryParameters(writeSignature(signature)))).toEqual(signature);
    const unbound = { ...signature, from: '' };
    expect(readSignature(queryParameters(`other=1&${writeSignature(unbound)}`))).toEqual(unbound);
  });

  it.each([
    '',
    'signer=a&signature=b',
    'signer=a&signature=b&expires=',
    'signer=a&signature=b&expires=1e9',
    'signer=a&signature=b&expires=-1',
    'signature=b&expires=1',
    'signer=a&expires=1',
  ])('is not in %j', (query) => {
    expect(readSignature(queryParameters(query))).toBeUndefined();
  });
});

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:DB8:0:0:0:0:0:7', '2001:db8::7'],
  ['2001:db8::7', '2001:db8::7'],
  ['::1', '::1'],
  ['no:address', 'no:address'],
])('the address %s is written %s', (address, written) => expect(canonicalAddress(address)).toBe(written));

it.each([
  ['key=a&b=c', { key: 'a', b: 'c' }],
  ['auth?authmod=adobe&user=x', { auth: '', authmod: 'adobe', user: 'x' }],
  ['response=a+b/c==&x=%20', { response: 'a+b/c==', x: ' ' }],
  ['key=first&key=second', { key: 'first' }],
  ['key=%zz', { key: '%zz' }],
  ['__proto__=x&constructor=y', { ['__proto__']: 'x', constructor: 'y' }],
  ['&&=x&', {}],
])('the query %s has these parameters', (query, parameters) => {
  expect([...queryParameters(query)]).toEqual(Object.entries(parameters));
});
