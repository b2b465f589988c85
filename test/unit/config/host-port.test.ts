import { describe, expect, it } from 'vitest';
import { formatHostPort, parseHostPort, parseListenAddress, portsCollide } from '../../../src/config/host-port.js';

describe('host and port', () => {
  it.each([
    [':1935', { port: 1935 }],
    [':0', { port: 0 }],
    ['127.0.0.1:1935', { host: '127.0.0.1', port: 1935 }],
    ['media.example.com:80', { host: 'media.example.com', port: 80 }],
    ['[::1]:1935', { host: '::1', port: 1935 }],
    ['[2001:db8::7]:65535', { host: '2001:db8::7', port: 65_535 }],
  ])('%s, in both directions', (written, value) => {
    expect(parseHostPort(written)).toEqual(value);
    expect(formatHostPort(value)).toBe(written);
  });

  it.each([
    [':-443', { port: 443, secure: true }],
    ['[::1]:-0', { host: '::1', port: 0, secure: true }],
    [':443', { port: 443 }],
  ])('%s of a listener, in both directions', (written, value) => {
    expect(parseListenAddress(written)).toEqual(value);
    expect(formatHostPort(value)).toBe(written);
  });

  it.each([
    '',
    '1935',
    ':',
    ':65536',
    ':-1',
    ':http',
    '::1:1935',
    '[::1]',
    '[127.0.0.1]:1',
    '[]:1',
    '1.2.3:1',
    '1.2.3.256:1',
    'a b:1',
    '-a:1',
    '*:1935',
  ])('%j is none', (written) => {
    expect(parseHostPort(written)).toBeUndefined();
  });

  it.each([
    [':1', ':1', true],
    [':1', '127.0.0.1:1', true],
    ['0.0.0.0:1', '127.0.0.1:1', true],
    ['[::]:1', ':1', true],
    ['127.0.0.1:1', '127.0.0.2:1', false],
    [':1', ':2', false],
    [':0', ':0', false],
  ])('%s and %s: only one of them can be: %s', (a, b, collide) => {
    expect(portsCollide(parseHostPort(a)!, parseHostPort(b)!)).toBe(collide);
    expect(portsCollide(parseHostPort(b)!, parseHostPort(a)!)).toBe(collide);
  });
});
