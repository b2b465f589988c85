import { expect, test } from 'vitest';
import { plainAddress } from '../../../src/net/plain-address.js';

test.each([
  { address: '192.0.2.1', plain: '192.0.2.1' },
  { address: '::ffff:192.0.2.1', plain: '192.0.2.1' },
  { address: '::FFFF:192.0.2.1', plain: '192.0.2.1' },
  { address: '2001:db8::1', plain: '2001:db8::1' },
  { address: '::ffff:1234', plain: '::ffff:1234' },
  { address: 'fe80::1%eth0', plain: 'fe80::1' },
  { address: undefined, plain: '' },
])('$address', ({ address, plain }) => {
  expect(plainAddress(address)).toBe(plain);
});
