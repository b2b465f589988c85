import { AmfError } from '../../../amf/amf-error.js';
import type { RemotingHeader, RemotingMessage, RemotingPacket } from '../../../amf/remoting-packet.js';
import { decodeRemotingPacket, encodeRemotingRequest } from '../../../amf/remoting-packet.js';
import type { AmfValue } from '../../../amf/value.js';
import { AmfObject } from '../../../amf/value.js';
import type { ScriptHttpAnswer } from '../../protocol/script-services.js';
import { asText } from '../as-text.js';
import type { AscRuntime } from '../asc-runtime.js';
import type { Gateway } from '../gateway.js';

interface WaitingCall {
  readonly message: RemotingMessage;
  readonly responder: object | undefined;
}

const FAILED = 'NetConnection.Call.Failed';

/**
 * A gateway of Flash Remoting: what is called within a turn is posted as one packet of AMF0, which every gateway
 * understands. What no responder hears of a failure, `onStatus` of the connection does.
 */
export class RemotingGateway implements Gateway {
  readonly #headers = new Map<string, RemotingHeader>();
  readonly #requests = new Set<number>();
  #waiting: WaitingCall[] = [];
  #calls = 0;
  #isClosed = false;

  constructor(
    private readonly runtime: AscRuntime,
    private url: string,
    private readonly connection: object,
  ) {}

  call(method: string, responder: object | undefined, args: readonly unknown[]): void {
    const value = args.map((arg) => this.runtime.values.toAmf(arg));
    this.#waiting.push({ message: { target: method, response: `/${++this.#calls}`, value }, responder });
    if (this.#waiting.length === 1) this.runtime.afterTurn(() => this.#flush());
  }

  addHeader(name: string, mustUnderstand: boolean, value: unknown): void {
    this.#headers.set(name, { name, mustUnderstand, value: this.runtime.values.toAmf(value) });
  }

  close(): void {
    this.#isClosed = true;
    for (const request of this.#requests) this.runtime.host.services.http.cancel(request);
  }

  #flush(): void {
    const calls = this.#waiting;
    this.#waiting = [];
    if (this.#isClosed) return;
    const packet = { version: 0 as const, headers: [...this.#headers.values()], messages: calls.map(messageOf) };
    let body: Uint8Array;
    try {
      body = encodeRemotingRequest(packet);
    } catch (error) {
      if (!(error instanceof AmfError)) throw error;
      this.runtime.later(0, () => this.#fail(calls, FAILED, error.message));
      return;
    }
    const headers = ['content-type', 'application/x-amf'];
    const { http } = this.runtime.host.services;
    const request = http.request({ method: 'POST', url: this.url, headers, body }, (answer) => {
      this.#requests.delete(request);
      this.#answered(calls, answer);
    });
    this.#requests.add(request);
  }

  #answered(calls: readonly WaitingCall[], answer: ScriptHttpAnswer): void {
    const fail = (code: string, description: string): void =>
      void this.runtime.turn(() => this.#fail(calls, code, description));
    if ('error' in answer) return fail(FAILED, answer.error);
    if (answer.status !== 200) return fail(FAILED, `HTTP: Status ${answer.status}`);
    let packet: RemotingPacket;
    try {
      packet = decodeRemotingPacket(new Uint8Array(answer.body));
    } catch (error) {
      if (!(error instanceof AmfError)) throw error;
      return fail('NetConnection.Call.BadVersion', `the answer is no AMF: ${error.message}`);
    }
    for (const header of packet.headers) this.#take(header);
    const left = new Map(calls.map((call) => [call.message.response, call]));
    for (const message of packet.messages) {
      const slash = message.target.lastIndexOf('/');
      const response = `/${message.target.slice(0, slash).replace(/^\//, '')}`;
      const call = left.get(response);
      left.delete(response);
      this.runtime.turn(() => this.#respond(call?.responder, message.target.slice(slash + 1), message.value));
    }
    const unanswered = [...left.values()];
    this.runtime.turn(() => this.#fail(unanswered, FAILED, 'the gateway did not answer the call'));
  }

  /** What a gateway may ask of those who call it. */
  #take({ name, value }: RemotingHeader): void {
    if (name === 'AppendToGatewayUrl' && typeof value === 'string') this.url += value;
    else if (name === 'ReplaceGatewayUrl' && typeof value === 'string') this.url = value;
    else if (name === 'RequestPersistentHeader' && value instanceof AmfObject) {
      const header = asText(value.get('name'));
      this.#headers.set(header, {
        name: header,
        mustUnderstand: value.get('mustUnderstand') === true,
        value: value.get('data'),
      });
    }
  }

  #respond(responder: object | undefined, outcome: string, value: AmfValue): void {
    const shown = this.runtime.values.toRealm(value);
    if (outcome === 'onResult') {
      if (typeof shown === 'object' && shown !== null) this.runtime.gatewayOf.set(shown, this);
      if (responder !== undefined) this.runtime.handle(responder, 'onResult', shown);
    } else if (outcome === 'onStatus') this.#status(responder, shown);
  }

  #fail(calls: readonly WaitingCall[], code: string, description: string): void {
    for (const { responder } of calls) {
      this.runtime.turn(() => this.#status(responder, { level: 'error', code, description }));
    }
  }

  #status(responder: object | undefined, info: unknown): void {
    const hears = responder !== undefined && typeof Reflect.get(responder, 'onStatus') === 'function';
    this.runtime.handle(hears ? responder : this.connection, 'onStatus', info);
  }
}

function messageOf({ message }: WaitingCall): RemotingMessage {
  return message;
}
