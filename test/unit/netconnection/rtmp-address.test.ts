import { expect, test } from 'vitest';
import { parseRtmpAddress } from '../../../src/netconnection/client/rtmp-address.js';

test.each([
  ['rtmp://host/app', false, 'host', 1935, 'app', 'rtmp://host/app'],
  ['RTMP://host:1936/app/inst', false, 'host', 1936, 'app/inst', 'rtmp://host:1936/app/inst'],
  ['rtmps://a.example/live', true, 'a.example', 443, 'live', 'rtmps://a.example/live'],
  ['rtmps://a.example:8443/live', true, 'a.example', 8443, 'live', 'rtmps://a.example:8443/live'],
  ['rtmp://[2001:db8::1]/app', false, '2001:db8::1', 1935, 'app', 'rtmp://[2001:db8::1]/app'],
  ['rtmp://[::1]:80/app', false, '::1', 80, 'app', 'rtmp://[::1]:80/app'],
  ['rtmp://host/app?key=a/b&c=1', false, 'host', 1935, 'app?key=a/b&c=1', 'rtmp://host/app?key=a/b&c=1'],
  ['rtmp://host//app/', false, 'host', 1935, 'app', 'rtmp://host/app'],
  ['rtmp:/app/inst', false, 'localhost', 1935, 'app/inst', 'rtmp://localhost/app/inst'],
  ['rtmp://bücher.example/app', false, 'bücher.example', 1935, 'app', 'rtmp://bücher.example/app'],
  ['rtmp://edge/?rtmp://origin/app', false, 'edge', 1935, '?rtmp://origin/app', 'rtmp://edge/?rtmp://origin/app'],
])('%s', (text, secure, host, port, app, tcUrl) => {
  expect(parseRtmpAddress(text)).toEqual({ secure, host, port, app, tcUrl });
});

test.each([
  ['rtmpe://host/app', { secure: false, encrypted: true, port: 1935 }],
  ['rtmpt://host/app', { secure: false, tunnelled: true, port: 80 }],
  ['rtmpte://host:8080/app', { secure: false, encrypted: true, tunnelled: true, port: 8080 }],
  ['RTMPTS://host/app', { secure: true, tunnelled: true, port: 443 }],
])('%s', (text, how) => {
  const tcUrl = text.replace('RTMPTS', 'rtmpts');
  expect(parseRtmpAddress(text)).toEqual({ ...how, host: 'host', app: 'app', tcUrl });
});

test.each([
  '',
  'rtmp://host',
  'rtmp://host/',
  'rtmp://host:0/app',
  'rtmp://host:65536/app',
  'rtmp://host:x/app',
  'rtmp://user:secret@host/app',
  'rtmpse://host/app',
  'rtmpx://host/app',
  'http://host/app',
  'rtmp://ho st/app',
  'rtmp://host/a\r\nb',
  ' rtmp://host/app',
  'rtmp:///app',
])('%j is none', (text) => {
  expect(parseRtmpAddress(text)).toBeUndefined();
});

test('an address has an end', () => {
  expect(parseRtmpAddress(`rtmp://host/${'a'.repeat(4096)}`)).toBeUndefined();
});
