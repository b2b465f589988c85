import type { Socket } from 'node:net';
import { connect, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { isCertificateError } from './certificate-error.js';
import type { ByteStream } from './byte-stream.js';
import { DialError } from './dial-error.js';
import type { DialTarget } from './dial-target.js';
import { HttpRequestError } from './http-request-error.js';
import { HttpTunnelPosts } from './http-tunnel-posts.js';
import type { OutgoingAddresses } from './outgoing-addresses.js';
import { systemClock } from './system-clock.js';
import { TcpByteStream } from './tcp-byte-stream.js';
import { TunnelByteStream } from './tunnel-byte-stream.js';

/** Milliseconds of silence after which the system asks whether the other side is still there. */
const KEEP_ALIVE = 30_000;

/** A certificate of ours with its key, in PEM. */
export interface DialIdentity {
  readonly certificate: string;
  readonly key: string;
}

/** Makes TCP and TLS connections, and tunnels through HTTP, to servers at addresses that were checked. */
export class Dialer {
  /**
   * @param certificates of those who say who a server is, in PEM; undefined for those that come with Node.js
   * @param identity by which servers over TLS know us, if they ask
   */
  constructor(
    private readonly addresses: OutgoingAddresses,
    private readonly certificates?: string,
    private readonly identity?: DialIdentity,
  ) {}

  /** Rejects with DialError; also when `signal` is aborted before the connection stands. */
  dial(target: DialTarget, signal: AbortSignal): Promise<ByteStream> {
    const refusal = target.path === undefined ? this.addresses.refusesHost(target.host) : undefined;
    if (refusal !== undefined) return Promise.reject(new DialError('address', refusal));
    if (signal.aborted) return Promise.reject(aborted(target));
    if (target.tunnelled === true) return this.#tunnel(target, signal);
    return new Promise((resolve, reject) => {
      const socket = this.#connect(target);
      const abort = (): void => failed(aborted(target));
      const failed = (error: Error): void => {
        signal.removeEventListener('abort', abort);
        socket.destroy();
        reject(asDialError(error, target));
      };
      signal.addEventListener('abort', abort);
      socket.on('error', failed);
      socket.once(target.secure ? 'secureConnect' : 'connect', () => {
        signal.removeEventListener('abort', abort);
        socket.off('error', failed);
        // Until somebody listens to the stream.
        socket.on('error', () => undefined);
        socket.setKeepAlive(true, KEEP_ALIVE);
        resolve(new TcpByteStream(socket));
      });
    });
  }

  async #tunnel(target: DialTarget, signal: AbortSignal): Promise<ByteStream> {
    const posts = new HttpTunnelPosts(target, this.addresses, this.certificates);
    const abort = (): void => posts.close();
    signal.addEventListener('abort', abort);
    try {
      return await TunnelByteStream.open(posts, systemClock);
    } catch (error) {
      posts.close();
      throw asDialError(signal.aborted ? aborted(target) : (error as Error), target);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  #connect({ host, port, secure, path }: DialTarget): Socket {
    if (path !== undefined) return connect({ path });
    const options = { host, port, lookup: this.addresses.lookup };
    if (!secure) return connect(options);
    const { certificates, identity } = this;
    return connectTls({
      ...options,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(certificates === undefined ? {} : { ca: certificates }),
      ...(identity === undefined ? {} : { cert: identity.certificate, key: identity.key }),
      rejectUnauthorized: true,
    });
  }
}

function aborted(target: DialTarget): DialError {
  return new DialError('aborted', `no connection to ${placeOf(target)} in time`);
}

function placeOf({ host, port, path }: DialTarget): string {
  return path ?? `${host}:${port}`;
}

function asDialError(error: Error & { code?: unknown }, target: DialTarget): DialError {
  const { host } = target;
  if (error instanceof DialError) return error;
  if (error instanceof HttpRequestError) return new DialError('address', error.message);
  const code = typeof error.code === 'string' ? error.code : '';
  if (isCertificateError(code)) return new DialError('certificate', `${host} is not to be trusted: ${code}`, error);
  const reason = code === 'ENOTFOUND' ? `there is no host ${host}` : `nobody answers at ${placeOf(target)}`;
  return new DialError('connection', `${reason}: ${code || error.message}`, error);
}
