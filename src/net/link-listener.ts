import { chmod, lstat, rm } from 'node:fs/promises';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import type { ByteStream } from './byte-stream.js';
import { plainAddress } from './plain-address.js';
import { TcpByteStream } from './tcp-byte-stream.js';

/** A Unix socket, which only the user of the server may use, or a port for TLS with certificates on both sides. */
export type LinkAddress =
  { readonly path: string } | { readonly host?: string; readonly port: number; readonly identity: LinkIdentity };

/** By which servers know each other, in PEM. */
export interface LinkIdentity {
  readonly certificate: string;
  readonly key: string;
  /** Who says who the others are. */
  readonly authorities: string;
}

const BACKLOG = 128;
/** Milliseconds for TLS. */
const HANDSHAKE_TIMEOUT = 10_000;

/** Takes the connections of other servers by ways that say themselves who comes. */
export class LinkListener {
  readonly #server: Server;

  constructor(
    private readonly address: LinkAddress,
    private readonly accept: (stream: ByteStream) => void,
  ) {
    if ('path' in address) {
      this.#server = createServer((socket) => this.#accept(socket, 'unix'));
      return;
    }
    const { certificate: cert, key, authorities: ca } = address.identity;
    const options = { cert, key, ca, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2' } as const;
    this.#server = createSecureServer({ ...options, handshakeTimeout: HANDSHAKE_TIMEOUT }, (socket) => {
      this.#accept(socket, plainAddress(socket.remoteAddress));
    });
    // Who is no server of ours, or does not show that it is, is nobody's business.
    this.#server.on('tlsClientError', (_error, socket: Socket) => socket.destroy());
  }

  /** Begins to listen; rejects with the system's error if it cannot. Answers where: with port 0 the system chose one. */
  async start(): Promise<string> {
    const { address } = this;
    if ('path' in address) {
      await removeStale(address.path);
      await this.#listen({ path: address.path });
      await chmod(address.path, 0o600);
      return `unix:${address.path}`;
    }
    const { host, port } = address;
    await this.#listen({ port, ...(host === undefined ? {} : { host }) });
    const bound = this.#server.address() as AddressInfo;
    return `${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`;
  }

  /** Takes nobody any more; who is inside stays. */
  close(): void {
    this.#server.close();
  }

  #listen(where: { path: string } | { port: number; host?: string }): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ ...where, backlog: BACKLOG }, () => {
        this.#server.off('error', reject);
        this.#server.on('error', () => undefined);
        resolve();
      });
    });
  }

  #accept(socket: Socket, address: string): void {
    socket.on('error', () => undefined);
    this.accept(new TcpByteStream(socket, { address, port: socket.remotePort ?? 0 }));
  }
}

/** The socket of a process that was killed is still there, and stands in the way of the next. */
async function removeStale(path: string): Promise<void> {
  const isSocket = await lstat(path).then(
    (facts) => facts.isSocket(),
    () => false,
  );
  if (!isSocket) return;
  const isUsed = await new Promise<boolean>((resolve) => {
    const socket = connect({ path }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', (error: Error & { code?: string }) => resolve(error.code !== 'ECONNREFUSED'));
  });
  if (!isUsed) await rm(path, { force: true });
}
