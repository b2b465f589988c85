import { expect, test } from 'vitest';
import { isServerAddress } from '../../../src/config/server-address.js';

test.each([
  ['rtmp://media.example.com', true],
  ['rtmp://media.example.com:1936', true],
  ['rtmps://192.0.2.1:443', true],
  ['rtmp://[2001:db8::1]', true],
  ['rtmp://[2001:db8::1]:1935', true],
  ['', false],
  ['media.example.com', false],
  ['http://media.example.com', false],
  ['rtmp://', false],
  ['rtmp://:1935', false],
  ['rtmp://media.example.com:0', false],
  ['rtmp://media.example.com:70000', false],
  ['rtmp://media.example.com/live', false],
  ['rtmp://user@media.example.com', false],
  ['rtmp://[media]', false],
])('%j is the address of a server: %j', (text, is) => {
  expect(isServerAddress(text)).toBe(is);
});
