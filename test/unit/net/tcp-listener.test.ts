import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { allAddresses } from '../../../src/application/address-rules.js';
import type { ByteStream } from '../../../src/net/byte-stream.js';
import { ConnectionLimits } from '../../../src/net/connection-limits.js';
import { systemClock } from '../../../src/net/system-clock.js';
import { TcpListener } from '../../../src/net/tcp-listener.js';
import { ManualClock } from '../../support/manual-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';

const open = {
  access: allAddresses,
  maxConnections: Infinity,
  maxConnectionsPerAddress: Infinity,
  maxConnectionRate: Infinity,
};
const nobody = { refuses: () => 'no proxies' };

/** What a stream brings to its handler: bytes as text, then how it closed. */
class Heard {
  text = '';
  readonly closed: Promise<Error | undefined>;
  readonly #watchers: (() => void)[] = [];

  constructor(readonly stream: ByteStream) {
    this.closed = new Promise((resolve) => {
      stream.start({
        received: (bytes) => {
          this.text += new TextDecoder().decode(bytes);
          for (const watcher of this.#watchers) watcher();
        },
        drained: () => undefined,
        closed: resolve,
      });
    });
  }

  hears(text: string): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (this.text.includes(text)) resolve();
      };
      this.#watchers.push(check);
      check();
    });
  }
}

async function listening(limits = new ConnectionLimits(open), clock = new ManualClock()) {
  const log = new RecordingLogger();
  const accepted: Heard[] = [];
  const waiting: (() => void)[] = [];
  const address = { host: '127.0.0.1', port: 0 };
  const proxies = () => ({ trusted: nobody, timeout: 1000 });
  const listener = new TcpListener(address, limits, clock, log, proxies, (stream) => {
    accepted.push(new Heard(stream));
    waiting.shift()?.();
  });
  await listener.start();
  onTestFinished(async () => {
    listener.stopAccepting();
    listener.destroyAll();
    await listener.drained();
  });
  const dial = async (): Promise<Socket> => {
    const socket = connect(listener.boundTo.port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };
  /** A connection, both ends of it. */
  const pair = async () => {
    const arrived = new Promise<void>((resolve) => waiting.push(resolve));
    const socket = await dial();
    await arrived;
    return { socket, far: accepted.at(-1)! };
  };
  return { listener, log, accepted, dial, pair };
}

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
  expect(far.text).toBe('');
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
  const { dial, log, accepted } = await listening(new ConnectionLimits({ ...open, maxConnections: 0 }), clock);
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
  const limits = new ConnectionLimits(open);
  const proxies = () => ({ trusted: nobody, timeout: 1000 });
  const other = new TcpListener(listener.boundTo, limits, systemClock, new RecordingLogger(), proxies, () => undefined);
  await expect(other.start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
