import { expect, test } from 'vitest';
import { allAddresses } from '../../../src/application/address-rules.js';
import { ConnectionLimits } from '../../../src/net/connection-limits.js';

const open = {
  access: allAddresses,
  maxConnections: Infinity,
  maxConnectionsPerAddress: Infinity,
  maxConnectionRate: Infinity,
};

test('so many connections in all', () => {
  const limits = new ConnectionLimits({ ...open, maxConnections: 2 });
  expect([limits.enter('10.0.0.1', 0), limits.enter('10.0.0.2', 0)]).toEqual([undefined, undefined]);
  expect(limits.enter('10.0.0.3', 0)).toBe('resourceLimits.maxConnections');
  limits.leave('10.0.0.1');
  expect(limits.connections).toBe(1);
  expect(limits.enter('10.0.0.3', 0)).toBeUndefined();
});

test('so many from one address, and loopback is not counted', () => {
  const limits = new ConnectionLimits({ ...open, maxConnectionsPerAddress: 1 });
  for (const address of ['10.0.0.1', '10.0.0.2', '127.0.0.1', '127.0.0.1', '::1', '::1']) {
    expect(limits.enter(address, 0)).toBeUndefined();
  }
  expect(limits.enter('10.0.0.1', 0)).toBe('resourceLimits.maxConnectionsPerAddress');
  limits.leave('10.0.0.1');
  expect(limits.enter('10.0.0.1', 0)).toBeUndefined();
});

test('so many per second', () => {
  const limits = new ConnectionLimits({ ...open, maxConnectionRate: 2 });
  expect([0, 0, 0, 499, 500].map((now) => limits.enter('10.0.0.1', now))).toEqual([
    undefined,
    undefined,
    'resourceLimits.maxConnectionRate',
    'resourceLimits.maxConnectionRate',
    undefined,
  ]);
});

test('whoever is refused by the rules costs nothing of the limits', () => {
  const access = { refuses: (address: string) => (address === 'bad' ? 'deny: [bad]' : undefined) };
  const limits = new ConnectionLimits({ ...open, access, maxConnections: 1, maxConnectionRate: 1 });
  for (let i = 0; i < 5; i++) expect(limits.enter('bad', 0)).toBe('deny: [bad]');
  expect(limits.enter('good', 0)).toBeUndefined();
  expect(limits.counts).toEqual({ accepted: 1, refused: 5 });
});

test('new limits hold for those who come; who is inside stays counted', () => {
  const limits = new ConnectionLimits(open);
  for (let i = 0; i < 3; i++) limits.enter('10.0.0.1', 0);
  limits.reconfigure({ ...open, maxConnections: 2 }, 0);
  expect(limits.connections).toBe(3);
  expect(limits.enter('10.0.0.1', 0)).toBe('resourceLimits.maxConnections');
});
