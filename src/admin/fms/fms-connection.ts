import { AmfArray, AmfObject } from '../../amf/value.js';
import type { AmfValue } from '../../amf/value.js';
import type { Logger } from '../../log/logger.js';
import { CommandSender } from '../../netconnection/command-sender.js';
import { FMS_CAPABILITIES, FMS_VERSION } from '../../netconnection/fms-version.js';
import type { MessageHandler, MessageTransport } from '../../netconnection/message-transport.js';
import type { CommandMessage } from '../../rtmp/message/command.js';
import { decodeCommand } from '../../rtmp/message/command.js';
import type { RtmpMessage } from '../../rtmp/message.js';
import { CONNECTION_STREAM, MessageType } from '../../rtmp/message.js';
import type { Clock, Timer } from '../../time/clock.js';
import type { Principal } from '../users/principal.js';
import type { UserAccess } from '../users/user-access.js';
import { isLoginFailure } from '../users/user-access.js';
import type { FmsAnswer } from './fms-answer.js';
import { FmsApi } from './fms-api.js';
import type { FmsArgument, FmsArguments, HostPlace } from './fms-context.js';
import type { FmsValue } from './fms-value.js';
import { fmsToAmf } from './fms-value.js';

/** Milliseconds in which a connection must have said who it is. */
const CONNECT_TIMEOUT = 30_000;
/** Of a text that somebody gives as name or password, in characters. */
const MAX_LENGTH = 1000;
/** How deep lists are read that are given to a method. */
const MAX_DEPTH = 4;

export interface FmsConnectionMeans {
  readonly api: FmsApi;
  readonly users: UserAccess;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether the administration API of FMS is offered now. */
  readonly isEnabled: () => boolean;
  /** Told when the connection is gone. */
  readonly left: () => void;
}

/** An RTMP connection to the application `admin`: `connect("rtmp://host:1111/admin", user, password)`, then methods. */
export class FmsConnection implements MessageHandler {
  readonly #send: CommandSender;
  readonly #timer: Timer;
  #state: 'new' | 'connecting' | 'connected' | 'closed' = 'new';
  #principal: Principal | undefined;
  #host: HostPlace | undefined;

  constructor(
    private readonly transport: MessageTransport,
    private readonly means: FmsConnectionMeans,
  ) {
    this.#send = new CommandSender(transport);
    this.#timer = means.clock.after(CONNECT_TIMEOUT, () => transport.close('connect-timeout'));
  }

  receive(message: RtmpMessage): void | Promise<void> {
    const isCommand = message.type === MessageType.commandAmf0 || message.type === MessageType.commandAmf3;
    if (!isCommand || this.#state === 'closed') return;
    const command = decodeCommand(message);
    if (command.name === 'connect') return this.#connect(command);
    if (this.#principal === undefined) return this.transport.close('protocol-error');
    return this.#call(this.#principal, command);
  }

  closed(): void {
    this.#state = 'closed';
    this.#timer.cancel();
    this.means.left();
  }

  async #connect({ transactionId, commandObject, args }: CommandMessage): Promise<void> {
    if (this.#state !== 'new') return;
    this.#state = 'connecting';
    const field = (name: string): AmfValue =>
      commandObject instanceof AmfObject ? commandObject.get(name) : undefined;
    const [app = '', query = ''] = textOf(field('app')).split('?');
    const { api, users, isEnabled } = this.means;
    if (!isEnabled() || app.split('/')[0] !== 'admin') {
      return this.#reject(transactionId, '[ Server.Reject ] : There is no application here but admin.');
    }
    const [user, password] = [textOf(args[0]), textOf(args[1])];
    const answer =
      user === '' || password === ''
        ? undefined
        : await users.authenticate(user, password, this.transport.remoteAddress);
    if (this.#isClosed) return;
    if (answer === undefined || isLoginFailure(answer)) {
      if (answer !== undefined) api.loginFailed(user, this.transport.remoteAddress, 'Administrator login failed.');
      return this.#reject(transactionId, `Administrator login failed for user ${user}.`);
    }
    this.#accept(transactionId, answer, field('objectEncoding') === 3 ? 3 : 0);
    const host = new URLSearchParams(query).get('_fcs_vhost') ?? '';
    if (host !== '') this.#host = { adaptor: '_defaultRoot_', virtualHost: host };
  }

  #accept(transactionId: number, principal: Principal, objectEncoding: 0 | 3): void {
    const { logger } = this.means;
    this.#principal = principal;
    this.#state = 'connected';
    this.#timer.cancel();
    this.transport.accepted();
    logger.info('administrator connected', { user: principal.user, address: this.transport.remoteAddress });
    this.#send.command(
      CONNECTION_STREAM,
      '_result',
      transactionId,
      AmfObject.of({ fmsVer: `FMS/${FMS_VERSION}`, capabilities: FMS_CAPABILITIES, mode: 1 }),
      AmfObject.of({
        level: 'status',
        code: 'NetConnection.Connect.Success',
        description: 'Connection succeeded.',
        data: new AmfArray([], [['version', FMS_VERSION]]),
        objectEncoding,
      }),
    );
    if (objectEncoding === 3) this.#send.encoding = 'amf3';
  }

  #reject(transactionId: number, description: string): void {
    this.means.logger.warn('refused an administrator', { address: this.transport.remoteAddress, reason: description });
    const info = { level: 'error', code: 'NetConnection.Connect.Rejected', description };
    this.#send.error(transactionId, AmfObject.of(info));
    this.#send.command(CONNECTION_STREAM, 'close', 0, null);
    this.transport.close('rejected');
  }

  /** What could not be done is a result too, as FMS has it; only what is no method is an error. */
  async #call(principal: Principal, { name, transactionId, args }: CommandMessage): Promise<void> {
    const isMethod = FmsApi.method(name) !== undefined;
    const answer = await this.means.api.call(
      ...([principal, this.transport.remoteAddress, name, fromRtmp(name, args), this.#host] as const),
    );
    if (this.#isClosed || transactionId === 0) return;
    const info = infoOf(answer, new Date(this.means.clock.date()));
    if (isMethod) this.#send.result(transactionId, info);
    else this.#send.error(transactionId, info);
  }

  get #isClosed(): boolean {
    return this.#state === 'closed';
  }
}

function infoOf({ level, code, description, data }: FmsAnswer, timestamp: Date): AmfValue {
  const info: Record<string, FmsValue> = { level, code, timestamp };
  if (description !== undefined) info.description = description;
  if (data !== undefined) info.data = data;
  return fmsToAmf(info);
}

/** The parameters of a method, in their order. */
function fromRtmp(name: string, given: readonly AmfValue[]): FmsArguments {
  const [, method] = FmsApi.method(name) ?? [];
  if (method === undefined) return {};
  const named = method.parameters.map(([parameter], at) => [parameter, argument(given[at])] as const);
  const rest = method.takesMore === true ? [['rest', given.slice(named.length).map((value) => argument(value))]] : [];
  return Object.fromEntries([...named, ...rest]) as FmsArguments;
}

function argument(value: AmfValue, depth = 0): FmsArgument {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (depth >= MAX_DEPTH) return null;
  if (value instanceof AmfArray) return value.dense.map((item) => argument(item, depth + 1));
  return Array.isArray(value) ? value.map((item) => argument(item, depth + 1)) : null;
}

function textOf(value: AmfValue): string {
  return typeof value === 'string' ? value.slice(0, MAX_LENGTH) : '';
}
