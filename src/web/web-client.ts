import type { ApplicationInstance } from '../application/application-instance.js';
import type { BandwidthLimit, ClientConnection, ClientFacts, Traffic } from '../application/client.js';
import { Client } from '../application/client.js';
import type { Refusal } from '../application/refusal.js';
import type { StreamName } from '../application/stream-name.js';
import type { StreamPath } from '../application/stream-path.js';
import type { WebRequest } from '../net/web-request.js';
import type { ClientBounds } from '../netconnection/client-bounds.js';
import { cappedLimit, clientBounds } from '../netconnection/client-bounds.js';
import type { Clock } from '../time/clock.js';

/** How much of what a client says about itself is kept, in characters. */
const MAX_FACT_LENGTH = 4096;
/** Milliseconds for which an answer is held back at most, whatever the bandwidth. */
const MAX_WAIT = 10_000;

/** What a client over HTTP stands on. */
export interface WebClientMeans {
  readonly clock: Clock;
  /** Makes the ids of clients, which nobody can guess. */
  readonly createId: () => string;
}

/**
 * A client that plays by requests of HTTP, each of which has its answer and its end: it passes the same gate as one of
 * RTMP and is counted as such, once however many requests it makes. Nothing can be said to it.
 */
export class WebClient implements ClientConnection {
  readonly roundTrip = undefined;
  /** A playlist of HLS is not played by a player of its own. */
  readonly livePlays = [];
  readonly recordedPlays = [];
  readonly isPublishing = false;
  readonly queuedBytes = 0;
  readonly client: Client;
  readonly #clock: Clock;
  readonly #playing: StreamName[] = [];
  #place: ApplicationInstance | undefined;
  #bounds: ClientBounds | undefined;
  #limit: BandwidthLimit | undefined;
  #activeAt: number;
  #requests = 0;
  #sent = 0;
  #hasStreams = false;
  #isGone = false;

  /** @param gone called once, when it has left for whatever reason */
  constructor(
    protocol: { readonly plain: string; readonly secure: string },
    { application, instance }: Pick<StreamPath, 'application' | 'instance'>,
    { address, port, secure, agent, page, host, query }: WebRequest,
    { clock, createId }: WebClientMeans,
    private readonly gone: () => void,
  ) {
    this.#clock = clock;
    this.#activeAt = clock.now();
    const facts: ClientFacts = {
      ...{ address, port, secure, query, protocol: secure ? protocol.secure : protocol.plain },
      agent: agent.slice(0, MAX_FACT_LENGTH),
      isEncoder: false,
      referrer: '',
      pageUrl: page.slice(0, MAX_FACT_LENGTH),
      uri: `${secure ? 'https' : 'http'}://${host.slice(0, MAX_FACT_LENGTH)}/${application}/${instance}`,
      objectEncoding: 0,
    };
    this.client = new Client(createId(), facts, this);
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  get traffic(): Traffic {
    const requests = this.#requests;
    return { received: 0, sent: this.#sent, messagesReceived: requests, messagesSent: requests };
  }

  get activeAt(): number {
    return this.#activeAt;
  }

  get bandwidthLimit(): BandwidthLimit {
    return this.#limit ?? this.#instance.clientOptions.bandwidth;
  }

  set bandwidthLimit(limit: BandwidthLimit) {
    this.#limit = cappedLimit(this.#instance, limit);
    this.#bounds = undefined;
  }

  /** Asks whether it may come in. */
  async enter(instance: ApplicationInstance): Promise<Refusal | undefined> {
    this.#place = instance;
    const refusal = await instance.connect(this.client, []);
    if (refusal !== undefined) return refusal;
    if (this.#isGone) {
      instance.disconnect(this.client);
      return goneRefusal;
    }
    this.#hasStreams = instance.netStreams.enter();
    return this.#hasStreams ? undefined : tooManyStreams;
  }

  /** Asks whether it may play that, too. */
  async play(stream: StreamName): Promise<Refusal | undefined> {
    const refusal = await this.#instance.play(this.client, stream);
    if (refusal !== undefined) return refusal;
    if (!this.#isGone) {
      this.#playing.push(stream);
      return undefined;
    }
    this.#instance.stopped(this.client, stream);
    return goneRefusal;
  }

  /** There is something to be sent of what it was let play. */
  begins(stream: StreamName): void {
    this.#instance.trail.playing(this.client, stream);
  }

  /** It has asked for something. */
  asked(): void {
    this.#activeAt = this.#clock.now();
    this.#requests++;
  }

  /** So many bytes are for it; resolves when what it had before is paid for, if its bandwidth is bounded. */
  async send(bytes: number): Promise<void> {
    const now = this.#clock.now();
    const { outgoing } = (this.#bounds ??= clientBounds(this.#instance, this.#limit, this.#sent, now));
    const wait = Math.min(MAX_WAIT, outgoing?.wait(this.#sent, now) ?? 0);
    if (wait > 0) await new Promise<void>((resolve) => this.#clock.after(wait, resolve));
    this.#activeAt = this.#clock.now();
    this.#sent += bytes;
  }

  /**
   * It is gone, for whatever reason.
   *
   * @param refusal why it got nothing of what it was let play
   */
  leave(refusal?: Refusal): void {
    if (this.#isGone) return;
    this.#isGone = true;
    const instance = this.#place;
    if (instance !== undefined) {
      const end = refusal === undefined ? {} : { refusal };
      for (const stream of this.#playing.splice(0)) instance.stopped(this.client, stream, undefined, end);
      if (this.#hasStreams) instance.netStreams.leave();
      instance.disconnect(this.client);
    }
    this.gone();
  }

  call(): Promise<never> {
    return Promise.reject(new Error('a client that plays by HTTP has no methods'));
  }

  notify(): void {
    return;
  }

  checkBandwidth(): boolean {
    return false;
  }

  isAlive(): Promise<boolean> {
    return Promise.resolve(!this.#isGone);
  }

  requestReconnect(): boolean {
    return false;
  }

  idleTimeout(): void {
    this.leave();
  }

  disconnect(): void {
    this.leave();
  }

  shutdown(): void {
    this.leave();
  }

  dismiss(): void {
    this.leave();
  }

  get #instance(): ApplicationInstance {
    if (this.#place === undefined) throw new Error('this client is in no instance');
    return this.#place;
  }
}

const goneRefusal: Refusal = { rule: 'the client is gone', reason: 'failed', description: 'The session has ended.' };

const tooManyStreams: Refusal = {
  rule: 'vhost.resourceLimits.maxStreams',
  reason: 'limit',
  description: 'There are as many streams as there may be.',
};
