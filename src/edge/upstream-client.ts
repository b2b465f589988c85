import type { AmfObject, AmfValue } from '../amf/value.js';
import type { Client } from '../application/client.js';
import type { ClientRelay } from '../application/client-relay.js';
import type { Refusal } from '../application/refusal.js';
import type { Logger } from '../log/logger.js';
import type { MessageHandler, MessageTransport } from '../netconnection/message-transport.js';
import type { CommandMessage } from '../rtmp/message/command.js';
import type { RtmpMessage } from '../rtmp/message.js';
import type { Backoff } from '../time/backoff.js';
import { delayBefore } from '../time/backoff.js';
import type { Clock, Timer } from '../time/clock.js';
import type { ClientQuestion } from './client-words.js';
import { CLIENT_STREAM, decodeRefusal, encodeHeader } from './client-words.js';
import { LinkTransport } from './link-transport.js';
import { OriginVisit } from './origin-visit.js';
import type { Origin, Origins } from './origins.js';
import { OwedAnswers, undelivered } from './owed-answers.js';
import type { RouteTarget } from './route-table.js';
import { describeTarget } from './route-table.js';
import { rtmpAddressOf } from './upstream-address.js';
import { UsedObjects } from './used-objects.js';

/** A client of an edge, and where it wants to go. */
export interface UpstreamRequest {
  readonly client: Client;
  readonly origins: Origins;
  /** What it says to an origin in its connect command. */
  readonly connect: (target: RouteTarget) => AmfObject;
  readonly args: readonly AmfValue[];
}

export interface UpstreamClientMeans {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** Milliseconds until an origin that is spoken to by RTMP must have shaken hands. */
  readonly timeout: number;
  /** Milliseconds without an origin after which the client is disconnected. */
  readonly maxOutage: number;
}

const BACKOFF: Backoff = { first: 250, longest: 5000, attempts: Infinity };

/** A client of an edge, as it stands at its origin: goes to another origin when that is lost, and stays at the edge meanwhile. */
export class UpstreamClient implements ClientRelay {
  #visit: OriginVisit | undefined;
  /** Of which it is not yet known whether it lets the client in. */
  #knocking: OriginVisit | undefined;
  #origin: Origin | undefined;
  readonly #owed = new OwedAnswers();
  readonly #objects = new UsedObjects();
  readonly #plays: string[] = [];
  #isClosed = false;
  #lostAt = 0;
  #timer: Timer | undefined;

  constructor(
    private readonly request: UpstreamRequest,
    private readonly means: UpstreamClientMeans,
  ) {}

  /** Goes to the first origin that answers; its refusal, or why there is none. */
  async connect(): Promise<Refusal | undefined> {
    try {
      return await this.#enter();
    } catch (error) {
      return undecided(error instanceof Error ? error.message : String(error));
    }
  }

  receive(message: RtmpMessage, command?: CommandMessage): void | Promise<void> {
    if (command === undefined) return this.#aboutObject(message);
    if (this.#visit === undefined) {
      const answer = undelivered(command);
      return answer === undefined ? undefined : this.#pass(answer);
    }
    this.#owed.sent(command);
    return this.#visit.send(message);
  }

  /** Whether the origin lets the client play; one that cannot be asked by RTMP does. */
  async mayPlay(stream: string): Promise<Refusal | undefined> {
    const refusal = await this.#ask({ ask: 'play', stream });
    if (refusal === undefined) this.#plays.push(stream);
    return refusal;
  }

  /** It plays it no more. */
  stopped(stream: string): void {
    const at = this.#plays.indexOf(stream);
    if (at < 0) return;
    this.#plays.splice(at, 1);
    if (this.#visit !== undefined) void this.#ask({ ask: 'stop', stream });
  }

  /** The client is gone. */
  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#knocking?.close();
    this.#visit?.close();
    this.#visit = undefined;
  }

  #aboutObject(message: RtmpMessage): void | Promise<void> {
    if (this.#visit !== undefined) {
      this.#objects.sent(message);
      return this.#visit.send(message);
    }
    if (this.#objects.hold(message)) return undefined;
    this.means.logger.warn('a client changed more of shared objects than can be kept without its origin');
    this.request.client.connection.disconnect();
  }

  async #ask(question: ClientQuestion): Promise<Refusal | undefined> {
    if (this.#visit === undefined) return unreachable('the link to it is down');
    try {
      const answer = await this.#visit.ask(JSON.stringify(question));
      return answer === undefined ? undefined : decodeRefusal(answer);
    } catch (error) {
      return unreachable(error instanceof Error ? error.message : String(error));
    }
  }

  /** Rejects if no origin answers. */
  async #enter(): Promise<Refusal | undefined> {
    let why = new Error('no origin is configured');
    for (const origin of this.request.origins.inOrder) {
      try {
        return await this.#enterAt(origin);
      } catch (error) {
        if (this.#isClosed) throw error;
        this.request.origins.failed(origin);
        why = new Error(`${describeTarget(origin.target)}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    throw why;
  }

  async #enterAt(origin: Origin): Promise<Refusal | undefined> {
    const { client, connect, args, origins } = this.request;
    let overAtOnce: 'meant' | 'lost' | undefined;
    const visit: OriginVisit = new OriginVisit({
      said: (message, command) => {
        if (command !== undefined) this.#owed.came(command);
        return this.#pass(message);
      },
      over: (meant) => {
        if (this.#visit === visit) this.#over(visit, meant);
        else overAtOnce = meant ? 'meant' : 'lost';
      },
    });
    this.#knocking = visit;
    const object = connect(origin.target);
    await this.#open(origin, object, (transport) => visit.opened(transport, object, args));
    const refusal = await visit.answered;
    this.#knocking = undefined;
    if (this.#isClosed) visit.close();
    if (refusal !== undefined || this.#isClosed) return refusal;
    if (overAtOnce === 'lost') throw new Error('it let the client in, and was lost at once');
    origins.succeeded(origin);
    this.#visit = visit;
    this.#origin = origin;
    // It let the client in and said goodbye in one breath: the client is to hear both.
    if (overAtOnce === 'meant') this.means.clock.endOfTurn(() => this.#over(visit, true));
    this.means.logger.debug('a client is at its origin', { client: client.id, origin: describeTarget(origin.target) });
    return undefined;
  }

  async #open(origin: Origin, object: AmfObject, open: (transport: MessageTransport) => MessageHandler): Promise<void> {
    const { client } = this.request;
    if (origin.way === 'link') {
      const line = await origin.link.reach();
      const { protocol, secure, address, port } = client.facts;
      const stream = line.open(CLIENT_STREAM, encodeHeader({ id: client.id, protocol, secure, address, port }));
      const facts = { protocol: 'link', secure, address: origin.target.host, port: origin.target.port };
      const transport = new LinkTransport(
        stream,
        facts,
        () => Promise.resolve(''),
        () => line.statistics.roundTrip,
      );
      return transport.start(open(transport));
    }
    const abort = new AbortController();
    const timer = this.means.clock.after(this.means.timeout, () => abort.abort());
    const [app, tcUrl] = [object.get('app'), object.get('tcUrl')].map((text) => (typeof text === 'string' ? text : ''));
    try {
      await origin.connector.connect(rtmpAddressOf(origin.target, app ?? '', tcUrl ?? ''), open, abort.signal);
    } finally {
      timer.cancel();
    }
  }

  #pass(message: RtmpMessage): void | Promise<void> {
    return this.request.client.conversation?.pass(message);
  }

  /** @param meant the origin wants no more of this client */
  #over(visit: OriginVisit, meant: boolean): void {
    if (this.#isClosed || this.#visit !== visit) return;
    this.#visit = undefined;
    const { client, origins } = this.request;
    if (meant) return this.#leave();
    if (this.#origin !== undefined) origins.failed(this.#origin);
    this.means.logger.info('a client lost its origin', { client: client.id });
    for (const failure of this.#owed.failed()) void this.#pass(failure);
    this.#lostAt = this.means.clock.now();
    void this.#again(1);
  }

  /** Goes to an origin anew; the client is still at the edge. */
  async #again(attempt: number): Promise<void> {
    const { clock, logger, maxOutage, random } = this.means;
    const { client } = this.request;
    try {
      const refusal = await this.#enter();
      if (this.#isClosed) return;
      if (refusal !== undefined) return client.connection.dismiss(refusal.description);
      for (const message of this.#objects.resume()) void this.#visit?.send(message);
      logger.info('a client is at an origin again', { client: client.id });
      await this.#playOn();
    } catch (error) {
      if (this.#isClosed) return;
      if (clock.now() - this.#lostAt >= maxOutage) {
        logger.warn('no origin for too long', { client: client.id, error });
        return client.connection.disconnect();
      }
      this.#timer = clock.after(delayBefore(attempt, BACKOFF, random()) ?? 0, () => void this.#again(attempt + 1));
    }
  }

  /** What the client plays it must be allowed to play by the new origin too. */
  async #playOn(): Promise<void> {
    for (const stream of [...this.#plays]) {
      const refusal = await this.#ask({ ask: 'play', stream });
      if (refusal !== undefined && this.#visit !== undefined)
        this.request.client.connection.dismiss(refusal.description);
    }
  }

  /** The origin has said what there was to say. */
  #leave(): void {
    const { connection, conversation } = this.request.client;
    if (conversation === undefined) connection.disconnect();
    else conversation.leave();
  }
}

/** The answer is the origin's, whatever is known of it from before. */
function undecided(why: string): Refusal {
  const description = 'The origin cannot be reached, and only it can say who may come in. Try again later.';
  return {
    rule: `proxy: no origin can be asked whether the client may come in: ${why}`,
    reason: 'failed',
    description: `[ Server.Reject ] : ${description}`,
  };
}

function unreachable(why: string): Refusal {
  return { rule: `proxy: ${why}`, reason: 'failed', description: '[ Server.Reject ] : The origin cannot be reached.' };
}
