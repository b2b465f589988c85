import { describe, expect, it } from 'vitest';
import { isAddressRule } from '../../../src/config/address-rule.js';

describe('address rule', () => {
  it.each([
    'all',
    'loopback',
    '192.0.2.7',
    '10.0.0.0/8',
    '0.0.0.0/0',
    '192.0.2.7/32',
    '::1',
    '2001:db8::/32',
    '::ffff:192.0.2.7/128',
  ])('%s', (text) => {
    expect(isAddressRule(text)).toBe(true);
  });

  it.each([
    '',
    'ALL',
    'example.com',
    '10.',
    '10.0',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
    '::/129',
    'fe80::1%eth0',
    '/8',
  ])('%j is none', (text) => {
    expect(isAddressRule(text)).toBe(false);
  });
});
