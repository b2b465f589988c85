import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { ConnectionLimits } from '../../../src/net/connection-limits.js';
import { systemClock } from '../../../src/net/system-clock.js';
import { TcpListener } from '../../../src/net/tcp-listener.js';
import { TlsCertificates } from '../../../src/net/tls-certificates.js';
import { ManualClock } from '../../support/manual-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';

import { C0, listening, nobody, open } from '../../support/tcp-listening.js';

const encoder = new TextEncoder();

test('bytes go both ways, in order', async () => {
  const { pair } = await listening();
  const { socket, far } = await pair();
  expect(far.stream).toMatchObject({ remoteAddress: '127.0.0.1', remotePort: socket.localPort, secure: false });
  socket.write('question');
  await far.hears('question');
  far.stream.write([encoder.encode('an'), encoder.encode('swer')]);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toBe('answer');
});

test('a stream that is paused brings nothing until it is resumed', async () => {
  const { pair } = await listening();
  const { socket, far } = await pair();
  far.stream.pause();
  socket.write('later');
  far.stream.write([encoder.encode('x')]);
  await once(socket, 'data');
  expect(far.text).toBe(C0);
  far.stream.resume();
  await far.hears('later');
});

test('ending sends what is queued and ignores what is written then', async () => {
  const { listener, pair } = await listening();
  const { socket, far } = await pair();
  far.stream.write([new Uint8Array(500_000)]);
  far.stream.end();
  far.stream.end();
  far.stream.write([new Uint8Array(1)]);
  let bytes = 0;
  socket.on('data', ({ length }: Buffer) => (bytes += length));
  await once(socket, 'end');
  expect(bytes).toBe(500_000);
  expect(await far.closed).toBeUndefined();
  await listener.drained();
});

test('the far side may close first, or break the connection', async () => {
  const { pair } = await listening();
  const [polite, rude] = [await pair(), await pair()];
  polite.socket.end();
  expect(await polite.far.closed).toBeUndefined();
  rude.socket.resetAndDestroy();
  expect(await rude.far.closed).toMatchObject({ code: 'ECONNRESET' });
});

test('whoever is refused is cut off; the log counts a flood in one line a second', async () => {
  const clock = new ManualClock();
  const { dial, log, accepted } = await listening({
    limits: new ConnectionLimits({ ...open, maxConnections: 0 }),
    clock,
  });
  for (let i = 0; i < 3; i++) {
    const socket = await dial();
    if (!socket.destroyed) await once(socket, 'close');
  }
  expect(accepted).toEqual([]);
  expect(log.lines).toMatchObject([
    { level: 'warn', fields: { address: '127.0.0.1', rule: expect.any(String) as string, refused: 1 } },
  ]);
  clock.advance(1000);
  const socket = await dial();
  if (!socket.destroyed) await once(socket, 'close');
  expect(log.lines.map(({ fields }) => fields.refused)).toEqual([1, 3]);
});

test('who is inside when the doors close stays; drained waits for them', async () => {
  const { listener, pair } = await listening();
  const { socket, far } = await pair();
  const { port } = listener.boundTo;
  listener.stopAccepting();
  const refused = connect(port, '127.0.0.1');
  expect(await once(refused, 'error')).toMatchObject([{ code: 'ECONNREFUSED' }]);
  socket.write('still here');
  await far.hears('still here');
  let isDrained = false;
  const drained = listener.drained().then(() => (isDrained = true));
  expect(isDrained).toBe(false);
  listener.endAll();
  await drained;
});

test('an address that is taken is an error of start', async () => {
  const { listener } = await listening();
  const options = {
    limits: new ConnectionLimits(open),
    proxies: () => ({ trusted: nobody, timeout: 1000 }),
    certificates: new TlsCertificates([]),
    handshakeTimeout: () => 1000,
  };
  const guests = { rtmp: () => undefined, http: () => undefined };
  const other = new TcpListener(listener.boundTo, options, systemClock, new RecordingLogger(), guests);
  await expect(other.start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
