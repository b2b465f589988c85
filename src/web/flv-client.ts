import type { ApplicationInstance } from '../application/application-instance.js';
import type { BandwidthLimit, ClientConnection, ClientFacts, LivePlay, Traffic } from '../application/client.js';
import { Client } from '../application/client.js';
import type { Refusal } from '../application/refusal.js';
import { isRefusal } from '../application/refusal.js';
import { printable } from '../application/safe-name.js';
import type { StreamName } from '../application/stream-name.js';
import { withoutQuery } from '../application/stream-name.js';
import type { StreamPath } from '../application/stream-path.js';
import type { Logger } from '../log/logger.js';
import type { AnsweringStream } from '../net/answering-stream.js';
import type { ByteStreamHandler } from '../net/byte-stream.js';
import type { WebRequest } from '../net/web-request.js';
import type { ClientBounds } from '../netconnection/client-bounds.js';
import { cappedLimit, clientBounds } from '../netconnection/client-bounds.js';
import type { CloseReason } from '../netconnection/message-transport.js';
import type { Timer } from '../time/clock.js';
import type { FlvEnvironment } from './flv-options.js';
import type { FlvUse } from './flv-use.js';
import { statusOf } from './refusal-status.js';

/** How much of what a client says about itself is kept, in characters. */
const MAX_FACT_LENGTH = 4096;

/** How FLV comes and goes. */
export type FlvProtocol = 'http-flv' | 'https-flv' | 'ws-flv' | 'wss-flv';

/** What a client of FLV wants. */
export interface FlvWish extends StreamPath {
  readonly action: 'play' | 'publish';
  readonly protocol: FlvProtocol;
}

/**
 * A client that came by HTTP or a WebSocket to play or publish one stream as FLV: it passes the same gate as one of
 * RTMP and is counted as such. Nothing can be said to it but how it ended.
 */
export class FlvClient implements ClientConnection, ByteStreamHandler {
  readonly roundTrip = undefined;
  readonly recordedPlays = [];
  logger: Logger;
  readonly #client: Client;
  #use: FlvUse | undefined;
  #bounds: ClientBounds | undefined;
  #limit: BandwidthLimit | undefined;
  #place: ApplicationInstance | undefined;
  #isIn = false;
  #isClosed = false;
  readonly #timer: Timer;
  #received = 0;
  #sent = 0;
  #messagesReceived = 0;
  #messagesSent = 0;
  readonly #cameAt: number;

  constructor(
    readonly stream: AnsweringStream,
    private readonly request: WebRequest,
    private readonly wish: FlvWish,
    readonly environment: FlvEnvironment,
    private readonly makeUse: (client: FlvClient) => FlvUse,
  ) {
    const { clock, createId, logger, options } = environment;
    this.#client = new Client(createId(), this.#facts, this);
    this.#cameAt = clock.now();
    const { address, port } = request;
    this.logger = logger.child({ address, port, client: this.#client.id, app: `${wish.application}/${wish.instance}` });
    this.#timer = clock.after(options().acceptTimeout, () => this.#refuse(undecided));
  }

  get client(): Client {
    return this.#client;
  }

  get instance(): ApplicationInstance {
    if (this.#place === undefined) throw new Error('this client is in no instance');
    return this.#place;
  }

  get livePlays(): readonly LivePlay[] {
    const play = this.#use?.livePlay;
    return play === undefined ? [] : [play];
  }

  get name(): StreamName {
    return this.wish.stream;
  }

  get bounds(): ClientBounds {
    const { clock } = this.environment;
    return (this.#bounds ??= clientBounds(this.instance, this.#limit, this.#sent, clock.now()));
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  get isPublishing(): boolean {
    return this.wish.action === 'publish' && this.#isIn;
  }

  get traffic(): Traffic {
    const [messagesReceived, messagesSent] = [this.#messagesReceived, this.#messagesSent];
    return { received: this.#received, sent: this.#sent, messagesReceived, messagesSent };
  }

  get queuedBytes(): number {
    return this.stream.queuedBytes;
  }

  get activeAt(): number {
    return Math.max(this.#cameAt, this.#use?.activeAt ?? 0);
  }

  get bandwidthLimit(): BandwidthLimit {
    return this.#limit ?? this.instance.clientOptions.bandwidth;
  }

  set bandwidthLimit(limit: BandwidthLimit) {
    this.#limit = cappedLimit(this.instance, limit);
    this.#bounds = undefined;
  }

  start(): void {
    this.stream.start(this, () => this.#use?.finished());
    // What is published is not read before it is known whether it may be.
    if (this.wish.action === 'publish') this.stream.pause();
    this.#enter().catch((error: unknown) => {
      this.logger.error('closed: a request for FLV failed', { error });
      this.#refuse(failed);
    });
  }

  /** @param messages how many are in it */
  write(parts: readonly Uint8Array[], messages: number): void {
    for (const { length } of parts) this.#sent += length;
    this.#messagesSent += messages;
    this.stream.write(parts);
  }

  /** So many messages were read of what came. */
  counted(messages: number): void {
    this.#messagesReceived += messages;
  }

  received(bytes: Uint8Array): void {
    this.#received += bytes.length;
    if (!this.#isClosed) this.#use?.received(bytes);
  }

  drained(): void {
    return;
  }

  closed(error?: Error): void {
    if (error !== undefined) this.logger.debug('the connection broke', { error: error.message });
    this.#leave(error === undefined ? 'closed-by-client' : 'connection-lost');
  }

  /** Ends the connection; where there are words for it, with these. */
  close(reason: CloseReason, status = 503, description = ''): void {
    if (this.#isClosed) return;
    this.#leave(reason);
    if (reason === 'too-slow' || reason === 'ping-timeout') this.stream.destroy();
    else this.stream.answer(status, description);
  }

  call(): Promise<never> {
    return Promise.reject(new Error('a client that came for FLV has no methods'));
  }

  notify(): void {
    return;
  }

  checkBandwidth(): boolean {
    return false;
  }

  /** Players are not heard of: they are there until they do not take what they are sent. */
  isAlive(): Promise<boolean> {
    return Promise.resolve(!this.#isClosed);
  }

  requestReconnect(): boolean {
    return false;
  }

  idleTimeout(): void {
    this.close('idle', 503, 'The client was idle for too long.');
  }

  disconnect(): void {
    this.close('dismissed', 403, 'The connection was closed by the application.');
  }

  shutdown(description: string): void {
    this.close('shutdown', 503, description);
  }

  dismiss(description: string): void {
    this.close('dismissed', 403, description);
  }

  async #enter(): Promise<void> {
    const { adaptor } = this.environment;
    const { application, instance: name } = this.wish;
    const { query, hostName: host } = this.request;
    const address = { application, instance: name, query, host };
    const instance = await adaptor.open(address, this.request.address, this.#client);
    if (this.#isClosed) return;
    if (isRefusal(instance)) return this.#refuse(instance);
    this.#place = instance;
    const refusal = await instance.connect(this.#client, []);
    if (this.#isClosed) return;
    if (refusal !== undefined) return this.#refuse(refusal);
    this.#isIn = true;
    const { agent, pageUrl, protocol } = this.#client.facts;
    const page = printable(withoutQuery(pageUrl));
    this.logger.info('client connected', { agent: printable(agent), pageUrl: page, protocol });
    if (!instance.netStreams.enter()) return this.#refuse(tooManyStreams);
    this.#use = this.makeUse(this);
    const refused = await this.#use.begin();
    this.#timer.cancel();
    if (this.#isClosed) this.#use.end();
    else if (refused !== undefined) this.#refuse(refused);
    else this.stream.resume();
  }

  #refuse(refusal: Refusal): void {
    if (this.#isClosed) return;
    const { rule, reason, description } = refusal;
    const what = this.#isIn ? `refused to ${this.wish.action}` : 'refused to connect';
    this.logger.warn(what, { stream: this.name.name, rule, reason, description });
    this.close('rejected', statusOf(refusal), description);
  }

  #leave(reason: CloseReason): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#timer.cancel();
    this.#use?.end();
    if (this.#use !== undefined) this.instance.netStreams.leave();
    this.#place?.disconnect(this.#client, reason);
    const { received, sent } = this.traffic;
    if (this.#isIn) this.logger.info('client disconnected', { reason, received, sent });
  }

  get #facts(): ClientFacts {
    const { address, port, secure, agent, page, host, query } = this.request;
    const { application, instance, protocol } = this.wish;
    const scheme = protocol.replace('-flv', '');
    return {
      ...{ address, port, protocol, secure, query },
      agent: agent.slice(0, MAX_FACT_LENGTH),
      isEncoder: false,
      referrer: '',
      pageUrl: page.slice(0, MAX_FACT_LENGTH),
      uri: `${scheme}://${host.slice(0, MAX_FACT_LENGTH)}/${application}/${instance}`,
      objectEncoding: 0,
    };
  }
}

const undecided: Refusal = {
  rule: 'rtmp.acceptTimeout: the application did not decide in time',
  reason: 'failed',
  description: 'The application did not answer in time.',
};

const tooManyStreams: Refusal = {
  rule: 'vhost.resourceLimits.maxStreams',
  reason: 'limit',
  description: 'There are as many streams as there may be.',
};

const failed: Refusal = {
  rule: 'an error of the server',
  reason: 'failed',
  description: 'The server failed to answer.',
};
