import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';
import type { ConnectionLimits } from './connection-limits.js';
import { RefusalLog } from './refusal-log.js';
import type { RtmptOptions } from './rtmpt-options.js';
import type { RtmptPeer } from './rtmpt-session.js';
import { RtmptSession } from './rtmpt-session.js';
import { RtmptTraffic } from './rtmpt-traffic.js';

export interface RtmptSessionsOptions extends RtmptOptions {
  /** Sessions at a time. */
  readonly maxSessions: number;
  /** What the ids begin with, for those in between that send all requests of a session to one server. */
  readonly nodeId: string;
}

/** Bytes of an id that nobody can guess. */
const ID_SIZE = 16;

/** The RTMPT sessions of an adaptor: opens them, finds them, and knows which connection brings their requests. */
export class RtmptSessions {
  readonly traffic = new RtmptTraffic();
  readonly #sessions = new Map<string, RtmptSession>();
  /** The connection that brought the last request of each, and the other way round. */
  readonly #sockets = new Map<RtmptSession, Socket>();
  readonly #brought = new WeakMap<Socket, Set<RtmptSession>>();
  readonly #refusals: RefusalLog;
  #isClosed = false;
  #emptied: (() => void)[] = [];

  /**
   * @param limits each session counts as a connection
   * @param opened takes the stream of a new session
   */
  constructor(
    private readonly options: () => RtmptSessionsOptions,
    private readonly limits: ConnectionLimits,
    private readonly clock: Clock,
    logger: Logger,
    private readonly opened: (session: RtmptSession) => void,
  ) {
    this.#refusals = new RefusalLog('adaptor', clock, logger);
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Answers the id of a new session; undefined if there may be no more. */
  open(peer: RtmptPeer, socket: Socket): string | undefined {
    if (this.#isClosed) return undefined;
    const options = this.options();
    const rule =
      this.size >= options.maxSessions
        ? 'httpTunneling.maxSessions'
        : this.limits.enter(peer.address, this.clock.now());
    if (rule !== undefined) {
      this.#refusals.refused(peer.address, rule);
      return undefined;
    }
    const id = options.nodeId + randomBytes(ID_SIZE).toString('hex');
    const session: RtmptSession = new RtmptSession(id, peer, options, this.clock, () => this.#over(session));
    this.#sessions.set(id, session);
    this.#isBroughtBy(session, socket);
    this.opened(session);
    return id;
  }

  /**
   * The session that a request is for.
   *
   * @param peer who makes the request
   * @param socket brings it
   */
  find(id: string, { address, secure }: RtmptPeer, socket: Socket): RtmptSession | undefined {
    const session = this.#sessions.get(id);
    if (session?.secure !== secure) return undefined;
    if (session.remoteAddress !== address && this.options().sameAddress) {
      this.#refusals.refused(address, 'httpTunneling.sameAddress');
      return undefined;
    }
    this.#isBroughtBy(session, socket);
    return session;
  }

  /** Opens no more of them. */
  stopAccepting(): void {
    this.#isClosed = true;
  }

  /** Resolves when the last one is over. */
  async drained(): Promise<void> {
    if (this.size > 0) await new Promise<void>((resolve) => this.#emptied.push(resolve));
  }

  /** Sends what is queued and closes every session. */
  endAll(): void {
    for (const session of [...this.#sessions.values()]) session.end();
  }

  /** Cuts every session. */
  destroyAll(): void {
    for (const session of [...this.#sessions.values()]) session.destroy();
  }

  #isBroughtBy(session: RtmptSession, socket: Socket): void {
    const before = this.#sockets.get(session);
    if (before === socket) return;
    if (before !== undefined) this.#brought.get(before)?.delete(session);
    this.#sockets.set(session, socket);
    const others = this.#brought.get(socket);
    if (others !== undefined) return void others.add(session);
    const brought = new Set([session]);
    this.#brought.set(socket, brought);
    socket.once('close', () => {
      for (const lost of [...brought]) lost.connectionLost();
    });
  }

  #over(session: RtmptSession): void {
    this.#sessions.delete(session.id);
    const socket = this.#sockets.get(session);
    if (socket !== undefined) this.#brought.get(socket)?.delete(session);
    this.#sockets.delete(session);
    this.limits.leave(session.remoteAddress);
    if (this.size > 0) return;
    for (const emptied of this.#emptied) emptied();
    this.#emptied = [];
  }
}
