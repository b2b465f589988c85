import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { connect as connectTls } from 'node:tls';
import { expect, onTestFinished } from 'vitest';
import { allAddresses } from '../../src/application/address-rules.js';
import type { ByteStream } from '../../src/net/byte-stream.js';
import { ConnectionLimits } from '../../src/net/connection-limits.js';
import type { ProxiedAddress } from '../../src/net/proxy-header.js';
import { TcpListener } from '../../src/net/tcp-listener.js';
import type { ServerCertificate } from '../../src/net/tls-certificates.js';
import { TlsCertificates } from '../../src/net/tls-certificates.js';
import { ManualClock } from './manual-clock.js';
import { RecordingLogger } from './recording-logger.js';

/** Limits that limit nothing. */
export const open = {
  access: allAddresses,
  maxConnections: Infinity,
  maxConnectionsPerAddress: Infinity,
  maxConnectionRate: Infinity,
};
export const nobody = { refuses: () => 'no proxies' };

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

export const until = (isSo: () => boolean) => expect.poll(isSo).toBe(true);

/** Resolves when it is closed, however it goes. */
export const closing = (socket: Socket) => new Promise((resolve) => socket.once('close', resolve));

/** What RTMP begins with. */
export const C0 = '\x03';

interface Settings {
  readonly limits?: ConnectionLimits;
  readonly clock?: ManualClock;
  readonly certificates?: readonly ServerCertificate[];
  readonly secure?: boolean;
}

/** A listener with what comes of it in sight. */
export async function listening(settings: Settings = {}) {
  const { limits = new ConnectionLimits(open), clock = new ManualClock(), secure = false } = settings;
  const log = new RecordingLogger();
  const accepted: Heard[] = [];
  const browsers: { socket: Socket; proxied: ProxiedAddress | undefined }[] = [];
  const waiting: (() => void)[] = [];
  const options = {
    limits,
    proxies: () => ({ trusted: nobody, timeout: 1000 }),
    certificates: new TlsCertificates(settings.certificates ?? []),
    handshakeTimeout: () => 1000,
  };
  const listener = new TcpListener({ host: '127.0.0.1', port: 0, secure }, options, clock, log, {
    rtmp(stream) {
      accepted.push(new Heard(stream));
      waiting.shift()?.();
    },
    http(socket, proxied) {
      browsers.push({ socket, proxied });
      waiting.shift()?.();
    },
  });
  await listener.start();
  onTestFinished(async () => {
    listener.stopAccepting();
    listener.destroyAll();
    await listener.drained();
  });
  const arrival = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
  const dial = async (): Promise<Socket> => {
    const socket = connect(listener.boundTo.port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };
  /** A connection in TLS, of which the server is not asked who it is. */
  const dialTls = async (options: ConnectionOptions = {}): Promise<TLSSocket> => {
    const socket = connectTls({
      port: listener.boundTo.port,
      host: '127.0.0.1',
      rejectUnauthorized: false,
      ...options,
    });
    await once(socket, 'secureConnect');
    return socket;
  };
  /** A connection, both ends of it. */
  const pair = async () => {
    const arrived = arrival();
    const socket = await dial();
    socket.write(C0);
    await arrived;
    const far = accepted.at(-1)!;
    await far.hears(C0);
    return { socket, far };
  };
  return { listener, log, clock, accepted, browsers, arrival, dial, dialTls, pair };
}
