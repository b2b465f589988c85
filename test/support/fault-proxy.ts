import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** Milliseconds until TCP sends again what was lost. */
const RETRANSMISSION = 200;

/** A TCP proxy that does to connections what bad networks do. */
export class FaultProxy {
  /** Milliseconds that bytes are on their way, in either direction. */
  delay = 0;
  /** Every so many times what passes is lost: it is sent again, and what follows waits behind it. 0: never. */
  lossEvery = 0;
  #passed = 0;
  /** Connections that were made. */
  connections = 0;
  readonly #sockets = new Set<Socket>();
  readonly #frozen = new WeakSet<Socket>();
  /** When the last that came on a connection gets through. */
  readonly #dueAt = new WeakMap<Socket, number>();

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
    const isLost = this.lossEvery > 0 && ++this.#passed % this.lossEvery === 0;
    const now = performance.now();
    const dueAt = Math.max(this.#dueAt.get(from) ?? 0, now + this.delay + (isLost ? RETRANSMISSION : 0));
    this.#dueAt.set(from, dueAt);
    if (dueAt <= now) action();
    else setTimeout(() => !this.#frozen.has(from) && action(), Math.ceil(dueAt - now));
  }
}
