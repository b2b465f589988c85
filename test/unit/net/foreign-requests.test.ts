import { expect, test } from 'vitest';
import { isForeignHost, isForeignOrigin } from '../../../src/net/foreign-requests.js';

test.each([
  { host: undefined, foreign: false },
  { host: 'localhost', foreign: false },
  { host: 'LocalHost:1111', foreign: false },
  { host: 'server.localhost:1111', foreign: false },
  { host: '127.0.0.1:1111', foreign: false },
  { host: '127.8.9.10', foreign: false },
  { host: '[::1]:1111', foreign: false },
  { host: '', foreign: true },
  { host: 'evil.example', foreign: true },
  { host: 'localhost.evil.example', foreign: true },
  { host: '127.0.0.1.evil.example:1111', foreign: true },
  { host: 'evil.example:localhost', foreign: true },
  { host: 'localhost@evil.example', foreign: true },
  { host: '192.168.0.1', foreign: true },
  { host: '0.0.0.0:1111', foreign: true },
  { host: '[::2]', foreign: true },
])('Host: $host', ({ host, foreign }) => {
  expect(isForeignHost(host)).toBe(foreign);
});

test.each([
  { origin: undefined, host: 'localhost:1111', foreign: false },
  { origin: 'http://localhost:1111', host: 'localhost:1111', foreign: false },
  { origin: 'http://localhost:3000', host: 'localhost:1111', foreign: true },
  { origin: 'https://evil.example', host: 'localhost:1111', foreign: true },
  { origin: 'http://localhost:1111', host: undefined, foreign: true },
  { origin: 'null', host: 'localhost:1111', foreign: true },
  { origin: '', host: '', foreign: true },
])('Origin: $origin at $host', ({ origin, host, foreign }) => {
  expect(isForeignOrigin(origin, host)).toBe(foreign);
});
