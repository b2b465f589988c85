import type { AmfValue } from '../amf/value.js';
import type { ApplicationInstance } from '../application/application-instance.js';
import type { BandwidthLimit, Client, ReconnectRequest } from '../application/client.js';
import { printable } from '../application/safe-name.js';
import type { Logger } from '../log/logger.js';
import { splitAggregate } from '../rtmp/message/aggregate.js';
import { decodeCommand } from '../rtmp/message/command.js';
import { decodeUserControl } from '../rtmp/message/user-control.js';
import type { RtmpMessage } from '../rtmp/message.js';
import { CONNECTION_STREAM, messageStreamId, MessageType } from '../rtmp/message.js';
import type { Timer } from '../time/clock.js';
import { TokenBucket } from '../time/token-bucket.js';
import { checkClientBandwidth } from './client-bandwidth.js';
import { cappedLimit, clientBounds } from './client-bounds.js';
import { CommandSender } from './command-sender.js';
import type { CommandTarget } from './commands/command-handler.js';
import { runCommand } from './commands/index.js';
import type { ConnectionState, NetConnectionEnvironment } from './connection.js';
import { EarlyWords } from './early-words.js';
import type { IngestGate } from './ingest-gate.js';
import type { CloseReason, MessageHandler, MessageTransport } from './message-transport.js';
import { NetStreams } from './net-streams.js';
import type { OutgoingCap } from './outgoing-cap.js';
import { requestReconnect } from './reconnect-request.js';
import { Responders } from './responders.js';
import { ScriptCalls } from './script-calls.js';
import { SharedObjectUses } from './shared-object-uses.js';
import type { StatusCode } from './status.js';
import { status } from './status.js';
import type { SwfCheck } from './swf-check.js';
import { beginSwfCheck } from './swf-check.js';

/** Transaction ids that another server may give to its calls of a client that is relayed. */
const CALLS_OF_ORIGINS = 1_000_000_000;

/**
 * The server's side of a NetConnection: commands in, replies and media out, over any transport. It
 * belongs to no application until `connect` was accepted.
 */
export class NetConnection implements MessageHandler, CommandTarget {
  readonly send: CommandSender;
  readonly streams: NetStreams;
  readonly #sharedObjects: SharedObjectUses;
  readonly #responders = new Responders();
  readonly awaits = (transactionId: number): boolean => this.#responders.awaits(transactionId);
  #state: ConnectionState = 'awaiting-connect';
  #connectTimer: Timer;
  /** Where the client is, or wants to be. */
  #place: { client: Client; instance: ApplicationInstance } | undefined;
  #bandwidthLimit: BandwidthLimit | undefined;
  readonly early = new EarlyWords();
  #swf: SwfCheck | undefined;
  readonly #commands: TokenBucket;
  #ingest: IngestGate | undefined;
  #rest: Timer | undefined;
  #activeAt: number;
  isMeasuringBandwidth = false;
  readonly scriptCalls = new ScriptCalls();
  outgoingCap: OutgoingCap | undefined;

  constructor(
    readonly transport: MessageTransport,
    readonly environment: NetConnectionEnvironment,
    public logger: Logger,
  ) {
    this.send = new CommandSender(transport);
    this.streams = new NetStreams(this);
    this.#sharedObjects = new SharedObjectUses(this);
    this.#activeAt = environment.clock.now();
    this.#commands = new TokenBucket(environment.options.commandsPerSecond, this.#activeAt);
    const { clock, options } = environment;
    this.#connectTimer = clock.after(options.connectTimeout, () => this.close('connect-timeout'));
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get isClosed(): boolean {
    return this.#state === 'closed';
  }

  get client(): Client {
    return this.#found.client;
  }

  get instance(): ApplicationInstance {
    return this.#found.instance;
  }

  get traffic(): MessageTransport['traffic'] {
    return this.transport.traffic;
  }

  get roundTrip(): number | undefined {
    return this.transport.roundTrip;
  }

  get queuedBytes(): number {
    return this.transport.queuedBytes;
  }

  get bandwidthLimit(): BandwidthLimit {
    return this.#bandwidthLimit ?? this.instance.clientOptions.bandwidth;
  }

  set bandwidthLimit(limit: BandwidthLimit) {
    this.#bandwidthLimit = cappedLimit(this.instance, limit);
    if (this.#state !== 'connected') return;
    this.#bound();
    this.transport.announceBandwidth(this.#bandwidthLimit.serverToClient, this.#bandwidthLimit.clientToServer);
  }

  get isPublishing(): boolean {
    return this.streams.isPublishing;
  }

  get livePlays(): NetStreams['livePlays'] {
    return this.streams.livePlays;
  }

  get recordedPlays(): NetStreams['recordedPlays'] {
    return this.streams.recordedPlays;
  }

  get activeAt(): number {
    return Math.max(this.#activeAt, this.streams.activeAt);
  }

  receive(message: RtmpMessage): void | Promise<void> {
    if (this.#swf?.holds(message)) return;
    switch (message.type) {
      case MessageType.audio:
      case MessageType.video:
      case MessageType.dataAmf0:
      case MessageType.dataAmf3:
        this.#activeAt = this.environment.clock.now();
        this.streams.find(message.messageStreamId)?.receive(message);
        return this.#throttle(message, 1);
      case MessageType.commandAmf0:
      case MessageType.commandAmf3:
        this.#activeAt = this.environment.clock.now();
        return this.#command(message);
      case MessageType.userControl: {
        const event = decodeUserControl(message);
        if (event.event === 'swfVerifyResponse') return this.#swf?.answered(event.data, (held) => this.receive(held));
        if (event.event !== 'setBufferLength') return;
        this.streams.setBufferLength(messageStreamId(event.messageStreamId), event.bufferLength);
        return;
      }
      case MessageType.sharedObjectAmf0:
      case MessageType.sharedObjectAmf3:
        this.#activeAt = this.environment.clock.now();
        if (this.#state === 'connected') return this.#sharedObjects.receive(message, this.#owed(message, 1));
        return;
      case MessageType.aggregate: {
        this.#activeAt = this.environment.clock.now();
        const parts = splitAggregate(message);
        for (const part of parts) this.streams.find(part.messageStreamId)?.receive(part);
        return this.#throttle(message, parts.length);
      }
    }
  }

  closed(reason: CloseReason): void {
    if (this.#state === 'closed') return;
    const wasConnected = this.#state === 'connected';
    this.#state = 'closed';
    this.#connectTimer.cancel();
    this.#rest?.cancel();
    this.#swf?.close();
    this.streams.closeAll();
    this.#sharedObjects.closeAll();
    this.#responders.abandon();
    if (this.#place !== undefined) this.instance.disconnect(this.client, reason);
    const { received, sent } = this.traffic;
    if (wasConnected) this.logger.info('client disconnected', { reason, received, sent });
    else this.logger.debug('connection closed before it was a client', { reason });
  }

  close(reason: CloseReason): void {
    this.transport.close(reason);
  }

  connecting(overdue: () => void): void {
    this.#state = 'connecting';
    this.#connectTimer.cancel();
    const { clock, options } = this.environment;
    this.#connectTimer = clock.after(options.acceptTimeout, overdue);
  }

  arriving(client: Client, instance: ApplicationInstance): void {
    this.#place = { client, instance };
  }

  accept(): void {
    this.#connectTimer.cancel();
    this.#state = 'connected';
    if (this.client.relay !== undefined) this.#responders.skipTo(CALLS_OF_ORIGINS);
    this.transport.accepted();
    this.#bound();
  }

  welcomed(): void {
    this.early.release();
    this.#swf = beginSwfCheck(this);
  }

  call(method: string, ...args: AmfValue[]): Promise<AmfValue> {
    const { transactionId, answer } = this.#responders.open();
    if (transactionId > 0) this.#say(method, transactionId, args);
    return answer;
  }

  notify(method: string, ...args: AmfValue[]): void {
    this.#say(method, 0, args);
  }

  checkBandwidth(): boolean {
    return checkClientBandwidth(this, 'onBWCheck', 'onBWDone') === undefined;
  }

  settle(transactionId: number, succeeded: boolean, value: AmfValue): void {
    this.#responders.settle(transactionId, succeeded, value);
  }

  isAlive(timeout: number): Promise<boolean> {
    return this.transport.isAlive(timeout);
  }

  idleTimeout(): void {
    this.#end('idle', 'NetConnection.Connect.IdleTimeOut', 'The client was idle for too long.');
  }

  requestReconnect(request: ReconnectRequest): boolean {
    return requestReconnect(this, request);
  }

  disconnect(): void {
    this.#end('dismissed', 'NetConnection.Connect.Closed', 'The connection was closed by the application.');
  }

  shutdown(description: string): void {
    this.#end('shutdown', 'NetConnection.Connect.AppShutdown', description);
  }

  dismiss(description: string): void {
    this.#end('dismissed', 'NetConnection.Connect.Rejected', description);
  }

  #end(reason: CloseReason, code: StatusCode, description: string): void {
    this.send.onStatus(CONNECTION_STREAM, status(code, description));
    this.close(reason);
  }

  #command(message: RtmpMessage): void | Promise<void> {
    if (this.#state === 'closed') return;
    const command = decodeCommand(message, this.environment.options.amf);
    if (this.#state !== 'connected' && command.name !== 'connect') {
      this.logger.warn('refused: a command before connect', { command: printable(command.name) });
      return this.close('protocol-error');
    }
    const running = runCommand(this, command, message);
    const wait = this.#commands.take(1, this.#activeAt);
    return wait === 0 ? running : Promise.all([running, this.rest(wait)]).then(() => undefined);
  }

  #throttle(message: RtmpMessage, messages: number): Promise<void> | undefined {
    const wait = this.#owed(message, messages);
    return wait === 0 ? undefined : this.rest(wait);
  }

  /** The milliseconds for which a client that sends so much is not listened to. */
  #owed({ payload }: RtmpMessage, messages: number): number {
    return this.#ingest?.passed(payload.length, messages, this.#activeAt) ?? 0;
  }

  rest(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.#rest = this.environment.clock.after(milliseconds, resolve);
    });
  }

  #say(method: string, transactionId: number, args: AmfValue[]): void {
    this.early.say(() => this.send.command(CONNECTION_STREAM, method, transactionId, null, ...args));
  }

  /** What the client may send and be sent from now on. */
  #bound(): void {
    const now = this.environment.clock.now();
    const { ingest, outgoing } = clientBounds(this.instance, this.#bandwidthLimit, this.traffic.sent, now);
    this.#ingest = ingest;
    this.outgoingCap = outgoing;
  }

  get #found(): { client: Client; instance: ApplicationInstance } {
    if (this.#place === undefined) throw new Error('this connection has no client yet');
    return this.#place;
  }
}
