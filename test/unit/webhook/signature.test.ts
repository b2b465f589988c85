import { expect, test } from 'vitest';
import { signature } from '../../../src/webhook/signature.js';

// Made with OpenSSL: printf '1767225600.{"event":"publish"}' | openssl dgst -sha256 -hmac 'Jefe'
test('the time and the body are signed with the secret', () => {
  const code = 'ac575a6ba51165701c30cdc67e68826aa2e38d5a5e3b897bc366c04c62f4e0ef';
  expect(signature('Jefe', 1_767_225_600_999, '{"event":"publish"}')).toBe(`t=1767225600,v1=${code}`);
});
