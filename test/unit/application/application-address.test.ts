import { expect, test } from 'vitest';
import { parseApplicationAddress } from '../../../src/application/application-address.js';

test.each([
  { app: 'live', application: 'live', instance: '_definst_', query: '' },
  { app: 'live/', application: 'live', instance: '_definst_', query: '' },
  { app: '/live', application: 'live', instance: '_definst_', query: '' },
  { app: 'live/room', application: 'live', instance: 'room', query: '' },
  { app: 'live/room/', application: 'live', instance: 'room', query: '' },
  { app: 'live/floor/room', application: 'live', instance: 'floor/room', query: '' },
  { app: 'live?a=b/c', application: 'live', instance: '_definst_', query: 'a=b/c' },
  { app: 'live/room?a', application: 'live', instance: 'room', query: 'a' },
])('$app', ({ app, ...parts }) => {
  expect(parseApplicationAddress(app, '')).toEqual({ ...parts, host: '' });
});

test.each([
  '',
  '/',
  '?x',
  'live//room',
  'live/../x',
  '../live',
  'live/..',
  'a:b',
  'li\u0000ve',
  'live/\r\n',
  'x'.repeat(300),
])('names nothing: %j', (app) => {
  expect(parseApplicationAddress(app, '')).toBeUndefined();
});

test('slashes without end cost no more time than other names', () => {
  const start = performance.now();
  for (const app of [`x${'/'.repeat(65_000)}x`, `${'/'.repeat(65_000)}x`, `x${'/'.repeat(65_000)}`]) {
    parseApplicationAddress(app, '');
  }
  expect(performance.now() - start).toBeLessThan(1000);
});

test.each([
  { tcUrl: 'rtmp://Server.Example/live', host: 'server.example' },
  { tcUrl: 'rtmp://server.example:1935/live', host: 'server.example' },
  { tcUrl: 'rtmp://user:pass@server.example/live', host: 'server.example' },
  { tcUrl: 'RTMPS://server.example', host: 'server.example' },
  { tcUrl: 'rtmp://[2001:db8::1]:1935/live', host: '[2001:db8::1]' },
  { tcUrl: 'rtmp://server.example?x', host: 'server.example' },
  { tcUrl: 'rtmp://user:p@ss@server.example/live', host: 'server.example' },
  { tcUrl: 'rtmp://münchen.example/live', host: 'münchen.example' },
  { tcUrl: 'rtmp://\u001b[31m\r\n/live', host: '' },
  { tcUrl: 'rtmp:///live', host: '' },
  { tcUrl: 'rtmp:/live', host: '' },
  { tcUrl: 'server.example/live', host: '' },
  { tcUrl: '', host: '' },
  { tcUrl: `rtmp://${'@'.repeat(50_000)}`, host: '' },
])('the host of $tcUrl', ({ tcUrl, host }) => {
  expect(parseApplicationAddress('live', tcUrl)?.host).toBe(host);
});

test.each([
  { app: 'live?_fcs_vhost=Other.Example', host: 'other.example' },
  { app: 'live?a=b&_fcs_vhost=other.example&c', host: 'other.example' },
  { app: 'live?x_fcs_vhost=other.example', host: 'server.example' },
  { app: 'live?_fcs_vhost=', host: 'server.example' },
])('the host that $app asks for', ({ app, host }) => {
  expect(parseApplicationAddress(app, 'rtmp://server.example/live')?.host).toBe(host);
});
