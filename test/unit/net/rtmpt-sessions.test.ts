import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { allAddresses } from '../../../src/application/address-rules.js';
import { ConnectionLimits } from '../../../src/net/connection-limits.js';
import type { RtmptSession } from '../../../src/net/rtmpt-session.js';
import type { RtmptSessionsOptions } from '../../../src/net/rtmpt-sessions.js';
import { RtmptSessions } from '../../../src/net/rtmpt-sessions.js';
import { ManualClock } from '../../support/manual-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { rtmptOptions, TestRequest } from '../../support/rtmpt-run.js';

const peer = { address: '192.0.2.1', port: 1, secure: false };
const newSocket = (): Socket => new EventEmitter() as Socket;

function newSessions(options: Partial<RtmptSessionsOptions> = {}, maxConnectionsPerAddress = Infinity) {
  const clock = new ManualClock();
  const logger = new RecordingLogger();
  const limits = new ConnectionLimits({
    access: allAddresses,
    maxConnections: Infinity,
    maxConnectionsPerAddress,
    maxConnectionRate: Infinity,
  });
  const opened: RtmptSession[] = [];
  const all = { ...rtmptOptions, maxSessions: 10, nodeId: '', ...options };
  const sessions = new RtmptSessions(
    ...([() => all, limits, clock, logger] as const),
    (session) => void opened.push(session),
  );
  const rules = (): unknown[] => logger.lines.map(({ fields }) => fields.rule);
  return { clock, limits, sessions, opened, rules };
}

it('gives each session an id of 128 bits that begins with the node', () => {
  const { sessions, opened } = newSessions({ nodeId: 'node1' });
  const ids = [1, 2].map(() => sessions.open(peer, newSocket()));
  for (const id of ids) expect(id).toMatch(/^node1[0-9a-f]{32}$/);
  expect(new Set(ids).size).toBe(2);
  expect(opened.map(({ id }) => id)).toEqual(ids);
  expect(opened[0]).toMatchObject({ remoteAddress: '192.0.2.1', remotePort: 1, secure: false, carrier: 'http' });
});

it('counts a session as a connection, once, as long as it is there', () => {
  const { clock, limits, sessions, opened } = newSessions();
  const id = sessions.open(peer, newSocket())!;
  sessions.find(id, peer, newSocket());
  expect(limits.connections).toBe(1);
  opened[0]!.destroy();
  opened[0]!.destroy();
  clock.turn();
  expect([limits.connections, sessions.size, sessions.find(id, peer, newSocket())]).toEqual([0, 0, undefined]);
});

it.each([
  { by: 'all', options: { maxSessions: 2 }, perAddress: Infinity, rule: 'adaptor.httpTunneling.maxSessions' },
  { by: 'an address', options: {}, perAddress: 2, rule: 'adaptor.resourceLimits.maxConnectionsPerAddress' },
])('opens no more than there may be by $by', ({ options, perAddress, rule }) => {
  const { sessions, opened, rules } = newSessions(options, perAddress);
  const open = (): boolean => sessions.open(peer, newSocket()) !== undefined;
  expect([open(), open(), open()]).toEqual([true, true, false]);
  expect(rules()).toEqual([rule]);
  opened[0]!.destroy();
  expect(open()).toBe(true);
});

it.each([
  { what: 'from there', by: {}, options: {}, isFound: true },
  { what: 'from another port', by: { port: 2 }, options: {}, isFound: true },
  { what: 'from elsewhere', by: { address: '192.0.2.2' }, options: {}, isFound: false },
  { what: 'from elsewhere, if it may', by: { address: '192.0.2.2' }, options: { sameAddress: false }, isFound: true },
  { what: 'with TLS', by: { secure: true }, options: { sameAddress: false }, isFound: false },
])('finds a session for who asks $what: $isFound', ({ by, options, isFound }) => {
  const { sessions } = newSessions(options);
  const id = sessions.open(peer, newSocket())!;
  expect(sessions.find(id, { ...peer, ...by }, newSocket()) !== undefined).toBe(isFound);
});

it('ends a session when the connection that brought it is gone, and not when an older one is', () => {
  const { clock, sessions, opened } = newSessions();
  const [first, second] = [newSocket(), newSocket()];
  const id = sessions.open(peer, first)!;
  sessions.find(id, peer, second)!.request(new TestRequest('send', 0, 'a'));
  first.emit('close');
  clock.advance(rtmptOptions.reconnectTimeout);
  expect(sessions.size).toBe(1);
  second.emit('close');
  clock.advance(rtmptOptions.reconnectTimeout);
  expect(sessions.size).toBe(0);
  expect(opened).toHaveLength(1);
});

it('lets nobody in any more and is drained when the last is gone', async () => {
  const { sessions, opened } = newSessions();
  sessions.open(peer, newSocket());
  sessions.open(peer, newSocket());
  sessions.stopAccepting();
  expect(sessions.open(peer, newSocket())).toBeUndefined();
  const drained = sessions.drained().then(() => sessions.size);
  opened[0]!.write([Buffer.from('last words')]);
  sessions.endAll();
  expect(sessions.size).toBe(1);
  sessions.destroyAll();
  expect(await drained).toBe(0);
});
