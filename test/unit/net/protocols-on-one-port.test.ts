import { once } from 'node:events';
import type { ConnectionOptions } from 'node:tls';
import { TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import { ConnectionLimits } from '../../../src/net/connection-limits.js';
import { testCertificate } from '../../support/test-certificate.js';

import { C0, closing, listening, open, until } from '../../support/tcp-listening.js';

const encoder = new TextEncoder();
const CERTIFICATE = testCertificate('first.test', '*.wild.test');

test('RTMP, HTTP and both in TLS come by one port, and no byte of theirs is lost', async () => {
  const { accepted, browsers, arrival, dial, dialTls, pair } = await listening({ certificates: [CERTIFICATE] });
  const plain = await pair();
  expect(plain.far.stream.secure).toBe(false);

  let arrived = arrival();
  const secret = await dialTls();
  secret.write(`${C0}rest`);
  await arrived;
  const far = accepted.at(-1)!;
  expect(far.stream).toMatchObject({ secure: true, remoteAddress: '127.0.0.1', remotePort: secret.localPort });
  await far.hears(`${C0}rest`);
  far.stream.write([encoder.encode('an'), encoder.encode('swer')]);
  const [answer] = (await once(secret, 'data')) as [Buffer];
  expect(answer.toString()).toBe('answer');

  for (const open of [dial, () => dialTls({ ALPNProtocols: ['http/1.1'] })]) {
    arrived = arrival();
    const browser = await open();
    // However the bytes drip in.
    browser.write('P');
    browser.write('OST / HTTP/1.1\r\n');
    await arrived;
    const { socket } = browsers.at(-1)!;
    let text = '';
    socket.on('data', (bytes: Buffer) => (text += bytes.toString()));
    socket.resume();
    browser.end('\r\n');
    await once(socket, 'end');
    expect(text).toBe('POST / HTTP/1.1\r\n\r\n');
    expect(socket instanceof TLSSocket).toBe(browser instanceof TLSSocket);
  }
});

test.each([
  ['begins like nothing that is known', Buffer.from('SSH-2.0-x\r\n'), /begins like none/],
  ['wants TLS where there is no certificate', Buffer.of(0x16, 0x03, 0x01, 0, 0), /tls\.certificates/],
])('who %s is cut off, and the log says why', async (_who, bytes, reason) => {
  const { dial, log, accepted } = await listening();
  const socket = await dial();
  socket.write(bytes);
  socket.resume();
  await closing(socket);
  expect(log.lines).toMatchObject([
    { level: 'warn', fields: { address: '127.0.0.1', rule: expect.stringMatching(reason) as string } },
  ]);
  expect(accepted).toEqual([]);
});

test.each([
  ['nothing', ''],
  ['half of a method', 'PO'],
  ['the beginning of TLS', '\x16\x03\x01\x02\x00\x01'],
])('who sends %s and no more is cut off when his time is over, and counts no more', async (_what, text) => {
  const limits = new ConnectionLimits(open);
  const { dial, clock, log } = await listening({ limits, certificates: [CERTIFICATE] });
  const socket = await dial();
  socket.resume();
  if (text !== '') socket.write(text, 'latin1');
  await until(() => clock.timers === 1);
  clock.advance(999);
  expect(limits.connections).toBe(1);
  clock.advance(1);
  await closing(socket);
  await until(() => limits.connections === 0);
  expect(log.lines).toMatchObject([{ fields: { rule: 'adaptor.rtmp.handshakeTimeout' } }]);
});

test('TLS that goes slowly has no more time than silence', async () => {
  const { dialTls, clock, log } = await listening({ certificates: [CERTIFICATE] });
  const socket = await dialTls();
  socket.resume();
  clock.advance(1000);
  await closing(socket);
  expect(log.lines).toMatchObject([{ fields: { rule: 'adaptor.rtmp.handshakeTimeout' } }]);
  expect(clock.timers).toBe(0);
});

test('a port that is for TLS takes nothing else', async () => {
  const { listener, accepted, arrival, dial, dialTls, log } = await listening({
    certificates: [CERTIFICATE],
    secure: true,
  });
  expect(listener.boundTo.secure).toBe(true);
  const plain = await dial();
  plain.write(C0);
  plain.resume();
  await closing(plain);
  expect(log.lines).toMatchObject([{ fields: { rule: 'adaptor.tls: this port is for TLS only' } }]);
  const arrived = arrival();
  (await dialTls()).write(C0);
  await arrived;
  expect(accepted.map(({ stream }) => stream.secure)).toEqual([true]);
});

test.each([
  ['TLS 1.1', { maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' }, 'UNSUPPORTED_PROTOCOL'],
  ['HTTP/2', { ALPNProtocols: ['h2'] }, 'NO_APPLICATION_PROTOCOL'],
] as const)('%s is refused', async (_what, options, code) => {
  const { dialTls, log } = await listening({ certificates: [CERTIFICATE] });
  await expect(dialTls(options as ConnectionOptions)).rejects.toThrow();
  await until(() => log.lines.length > 0);
  expect(log.lines).toMatchObject([{ fields: { rule: `adaptor.tls: ERR_SSL_${code}` } }]);
});

test.each([
  ['neither host nor protocol, as rtmpdump does', {}, 'TLSv1.2'],
  ['its host', { servername: 'first.test' }, 'TLSv1.3'],
  ['its protocol', { ALPNProtocols: ['http/1.1'] }, 'TLSv1.3'],
] as const)('who names %s', async (_who, options, version) => {
  const { dialTls } = await listening({ certificates: [CERTIFICATE] });
  const socket = await dialTls(options);
  expect(socket.getProtocol()).toBe(version);
});

test('connections that say nothing do not outlive the listener', async () => {
  const { listener, dial, clock } = await listening();
  const socket = await dial();
  socket.resume();
  await until(() => clock.timers === 1);
  listener.stopAccepting();
  await closing(socket);
  await listener.drained();
  expect(clock.timers).toBe(0);
});
