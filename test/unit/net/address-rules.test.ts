import { expect, test } from 'vitest';
import { addressRules } from '../../../src/net/address-rules.js';

const NOBODY: readonly string[] = [];

test.each([
  { allow: ['all'], deny: NOBODY, passes: ['1.2.3.4', '::1', ''], refused: [] },
  { allow: NOBODY, deny: NOBODY, passes: [], refused: ['127.0.0.1', '::1', ''] },
  {
    allow: ['loopback'],
    deny: NOBODY,
    passes: ['127.0.0.1', '127.9.9.9', '::1'],
    refused: ['128.0.0.1', '::2', '192.0.2.1'],
  },
  { allow: ['10.0.0.0/8'], deny: NOBODY, passes: ['10.255.0.1'], refused: ['11.0.0.1', '::1', 'not an address', ''] },
  { allow: ['2001:db8::/32'], deny: NOBODY, passes: ['2001:db8:1::1'], refused: ['2001:db9::1', '10.0.0.1'] },
  { allow: ['192.0.2.7'], deny: NOBODY, passes: ['192.0.2.7'], refused: ['192.0.2.8', '192.0.2.70'] },
  { allow: ['all'], deny: ['192.0.2.0/24'], passes: ['192.0.3.1'], refused: ['192.0.2.1'] },
  { allow: ['192.0.2.0/24'], deny: ['192.0.2.7'], passes: ['192.0.2.6'], refused: ['192.0.2.7', '10.0.0.1'] },
])('allow,deny: allow $allow, deny $deny', ({ allow, deny, passes, refused }) => {
  const rules = addressRules({ allow, deny, order: 'allow,deny' });
  for (const address of passes) expect(rules.refuses(address), address).toBeUndefined();
  for (const address of refused) expect(rules.refuses(address), address).toMatch(/^(?:allow|deny): \[/);
});

test.each([
  { allow: NOBODY, deny: NOBODY, passes: ['1.2.3.4'], refused: [] },
  { allow: NOBODY, deny: ['all'], passes: [], refused: ['1.2.3.4', '::1'] },
  { allow: ['10.0.0.1'], deny: ['all'], passes: ['10.0.0.1'], refused: ['10.0.0.2'] },
  { allow: ['10.0.0.1'], deny: ['10.0.0.0/8'], passes: ['10.0.0.1', '11.0.0.1'], refused: ['10.0.0.2'] },
])('deny,allow: allow $allow, deny $deny', ({ allow, deny, passes, refused }) => {
  const rules = addressRules({ allow, deny, order: 'deny,allow' });
  for (const address of passes) expect(rules.refuses(address), address).toBeUndefined();
  for (const address of refused) expect(rules.refuses(address), address).toBe(`deny: [${deny.join(', ')}]`);
});
