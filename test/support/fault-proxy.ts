import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** A TCP proxy that does to connections what bad networks do. */
export class FaultProxy {
  /** Milliseconds that bytes are on their way, in either direction. */
  delay = 0;
  /** Connections that were made. */
  connections = 0;
  readonly #sockets = new Set<Socket>();
  readonly #frozen = new WeakSet<Socket>();

  private constructor(
    private readonly server: Server,
    /** The port that connections lead to from now on. */
    public target: number,
  ) {}

  /** One that leads to `port` of this machine, as long as the test runs. */
  static async to(port: number): Promise<FaultProxy> {
    const server = createServer({ noDelay: true });
    const proxy = new FaultProxy(server, port);
    server.on('connection', (client) => proxy.#carry(client));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
      proxy.cut();
    });
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends all connections that there are. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Nothing gets through any more on the connections that there are, and nobody is told: half-open ones. */
  freeze(): void {
    for (const socket of this.#sockets) this.#frozen.add(socket);
  }

  #carry(client: Socket): void {
    this.connections++;
    const upstream = connect({ port: this.target, host: '127.0.0.1', noDelay: true });
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.#sockets.add(from);
      from.on('error', () => undefined);
      from.on('data', (bytes) => this.#pass(from, () => to.write(bytes)));
      from.on('close', () => {
        this.#sockets.delete(from);
        this.#pass(from, () => to.destroy());
      });
    }
  }

  #pass(from: Socket, action: () => void): void {
    if (this.#frozen.has(from)) return;
    if (this.delay === 0) action();
    else setTimeout(() => !this.#frozen.has(from) && action(), this.delay);
  }
}
