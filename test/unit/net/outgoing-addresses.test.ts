import type { LookupAddress } from 'node:dns';
import { describe, expect, test } from 'vitest';
import { HttpRequestError } from '../../../src/net/http-request-error.js';
import { OutgoingAddresses } from '../../../src/net/outgoing-addresses.js';

const host = (url: string): string => new URL(url).hostname;

describe('a host that is written as an address', () => {
  const addresses = new OutgoingAddresses([]);

  test.each([
    'http://127.0.0.1',
    'http://[::1]',
    'http://10.1.2.3',
    'http://192.168.1.1',
    'http://203.0.113.5',
    'http://[2a00:1450::1]',
    'http://site.example.com',
    'http://localhost',
  ])('%s is what the operator wants', (url) => {
    expect(addresses.refusesHost(host(url))).toBeUndefined();
  });

  test.each([
    'http://169.254.169.254',
    'http://0.0.0.0',
    'http://0',
    'http://2852039166',
    'http://0xa9fea9fe',
    'http://[::]',
    'http://[fe80::1]',
    'http://[::ffff:169.254.169.254]',
    'http://[fd00:ec2::254]',
    'http://[64:ff9b::a9fe:a9fe]',
    'http://224.0.0.1',
    'http://255.255.255.255',
    'http://100.100.100.200',
  ])('%s is nobody, however it is written', (url) => {
    expect(addresses.refusesHost(host(url))).toMatch(/no address for requests/);
  });
});

test('who is refused is told the key of the configuration', () => {
  const addresses = new OutgoingAddresses([], undefined, 'script', 'restream.allow');
  expect(addresses.refusesAddress('10.0.0.1', '10.0.0.1')).toBe(
    '10.0.0.1 is a private address that is not in restream.allow',
  );
});

describe('what a name stands for', () => {
  test.each([
    ['127.0.0.1', 'site.example.com', /private address that is not in allow/],
    ['127.0.0.1', 'localhost', undefined],
    ['::1', 'api.localhost', undefined],
    ['10.0.0.1', 'localhost', /private/],
    ['10.0.0.1', 'site.example.com', /private/],
    ['172.20.0.3', 'site.example.com', undefined],
    ['::ffff:172.20.0.3', 'site.example.com', undefined],
    ['::ffff:ac14:3', 'site.example.com', undefined],
    ['172.16.0.3', 'site.example.com', /private/],
    ['::ffff:7f00:1', 'site.example.com', /private/],
    ['::ffff:a9fe:a9fe', 'site.example.com', /no address/],
    ['169.254.169.254', 'site.example.com', /no address/],
    ['fd12::1', 'site.example.com', /private/],
    ['100.64.0.1', 'site.example.com', /private/],
    ['203.0.113.5', 'site.example.com', undefined],
    ['2a00:1450::1', 'site.example.com', undefined],
    ['2002:7f00:1::', 'site.example.com', /no address/],
  ])('%s for %s', (address, name, why) => {
    const addresses = new OutgoingAddresses(['172.20.0.0/16', '169.254.0.0/16']);
    const refusal = addresses.refusesAddress(address, name);
    if (why === undefined) expect(refusal).toBeUndefined();
    else expect(refusal).toMatch(why);
  });
});

test.each([
  [['all'], '10.0.0.1', true],
  [['all'], 'fd00::1', true],
  [['all'], '169.254.169.254', false],
  [['loopback'], '127.0.0.1', true],
  [['loopback'], '::1', true],
  [['loopback'], '10.0.0.1', false],
  [['10.0.0.1'], '10.0.0.1', true],
])('allow %j: %s may be what a name stands for: %s', (allow, address, may) => {
  const refusal = new OutgoingAddresses(allow).refusesAddress(address, 'site.example.com');
  expect(refusal === undefined).toBe(may);
});

describe('a lookup', () => {
  const found = (address: string, family = 4): LookupAddress => ({ address, family });
  const ask = (all: boolean, ...answer: LookupAddress[]) => {
    const addresses = new OutgoingAddresses([], (_host, _options, done) => done(null, answer));
    return new Promise<unknown>((resolve) =>
      addresses.lookup('site.example.com', { all }, (error, address) => resolve(error ?? address)),
    );
  };

  test('finds the addresses that may be connected to, and those only', async () => {
    const mixed = [found('10.0.0.1'), found('203.0.113.5'), found('169.254.169.254')];
    expect(await ask(true, ...mixed)).toEqual([found('203.0.113.5')]);
    expect(await ask(false, ...mixed)).toBe('203.0.113.5');
  });

  test.each([true, false])('of nothing but others fails and says why', async (all) => {
    const error = await ask(all, found('10.0.0.1'));
    expect(error).toBeInstanceOf(HttpRequestError);
    expect(error).toMatchObject({ code: 'address', message: expect.stringContaining('10.0.0.1') as string });
  });
});

test.each([
  ['127.0.0.1', 'a private address'],
  ['[::1]', 'a private address'],
  ['[::ffff:7f00:1]', 'a private address'],
  ['169.254.169.254', 'no address for requests'],
  ['93.184.216.34', undefined],
])('a script does not ask %s just because it says so', (host, reason) => {
  const refusal = new OutgoingAddresses([], undefined, 'script').refusesHost(host);
  if (reason === undefined) expect(refusal).toBeUndefined();
  else expect(refusal).toContain(reason);
  expect(new OutgoingAddresses([], undefined, 'script').refusesAddress('127.0.0.1', 'localhost')).toBeDefined();
});
