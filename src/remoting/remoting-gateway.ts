import { AmfError } from '../amf/amf-error.js';
import type { AmfLimits } from '../amf/amf-limits.js';
import type { RemotingMessage, RemotingPacket } from '../amf/remoting-packet.js';
import { decodeRemotingPacket, encodeRemotingReply } from '../amf/remoting-packet.js';
import type { Adaptor } from '../application/adaptor.js';
import type { ClientFacts } from '../application/client.js';
import { Client } from '../application/client.js';
import { parseApplicationAddress } from '../application/application-address.js';
import { isRefusal } from '../application/refusal.js';
import type { Refusal } from '../application/refusal.js';
import type { RunningScript } from '../application/running-script.js';
import { printable } from '../application/safe-name.js';
import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';
import { connectArguments, notUnderstood } from './packet-headers.js';
import type { RemotingCall } from './remoting-call.js';
import { readRemotingCall } from './remoting-call.js';
import { RemotingError } from './remoting-error.js';
import type { RemotingOptions } from './remoting-options.js';
import type { RemotingOutcome } from './remoting-outcome.js';
import { failed } from './remoting-outcome.js';
import { RemotingVisitor } from './remoting-visitor.js';

export interface RemotingEnvironment {
  readonly adaptor: () => Adaptor;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Makes the ids of clients. */
  readonly createId: () => string;
  readonly options: () => RemotingOptions;
  /** Bounds of the AMF values of a packet. */
  readonly amf: () => AmfLimits;
}

/** Who posts a packet, and where. */
export interface RemotingRequest {
  /** `application[/instance][?query]`. */
  readonly app: string;
  readonly facts: Omit<ClientFacts, 'objectEncoding' | 'query' | 'isEncoder'>;
  readonly body: Uint8Array;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/**
 * Flash Remoting: packets of calls to the methods of an application's script. Who posts a packet is a client of the
 * application from its connect, which passes the same hooks as any other, until the packet is answered. Everything that is
 * to outlast a packet belongs to the application.
 */
export class RemotingGateway {
  constructor(private readonly environment: RemotingEnvironment) {}

  /** The answer to a packet. Throws RemotingError for what is none, or asks for too much. */
  async answer(request: RemotingRequest): Promise<Uint8Array> {
    const packet = this.#read(request.body);
    const calls = packet.messages.map(readRemotingCall);
    const header = notUnderstood(packet.headers);
    const refuse = (outcome: RemotingOutcome): Uint8Array =>
      this.#encode(
        packet,
        calls,
        calls.map((call) => withoutScript(call) ?? outcome),
      );
    if (header !== undefined) {
      return refuse(failed('Server.Processing', `The header ${printable(header)} is not understood here.`));
    }
    if (calls.every((call) => withoutScript(call) !== undefined)) return refuse({ succeeded: true, value: undefined });
    return this.#visit(request, packet, calls, refuse);
  }

  #read(body: Uint8Array): RemotingPacket {
    const { maxCalls, maxSize } = this.environment.options();
    if (body.length > maxSize) {
      throw new RemotingError('too-large', `A packet may have ${maxSize} bytes (server.http.remoting.maxSize).`);
    }
    try {
      const packet = decodeRemotingPacket(body, { limits: this.environment.amf() });
      if (packet.messages.length <= maxCalls) return packet;
    } catch (error) {
      if (!(error instanceof AmfError)) throw error;
      throw new RemotingError('bad-packet', `This is no packet of Flash Remoting: ${error.message}.`, error);
    }
    throw new RemotingError('too-many-calls', `A packet may have ${maxCalls} calls (server.http.remoting.maxCalls).`);
  }

  async #visit(
    { app, facts, body, signal }: RemotingRequest,
    packet: RemotingPacket,
    calls: readonly RemotingCall[],
    refuse: (outcome: RemotingOutcome) => Uint8Array,
  ): Promise<Uint8Array> {
    const { clock, createId, options } = this.environment;
    const address = parseApplicationAddress(app, facts.uri);
    if (address === undefined) return refuse(failed('Server.ResourceUnavailable', 'The address names no application.'));
    const ending = new Ending(signal);
    const timer = clock.after(options().timeout, () => ending.end('The application did not answer in time.'));
    const visitor = new RemotingVisitor(body.length, calls.length, clock.now(), (why) => ending.end(why));
    const own = { objectEncoding: packet.version, query: address.query, isEncoder: false };
    const client = new Client(createId(), { ...facts, ...own }, visitor);
    const logger = this.environment.logger.child({ address: facts.address, client: client.id, app: printable(app) });
    const rejected = (refusal: Refusal): Uint8Array => {
      const { rule, reason, description } = refusal;
      logger.warn('refused to connect', { rule, reason, description });
      return refuse(rejection(refusal));
    };
    let leave = (): void => undefined;
    try {
      const instance = await this.environment.adaptor().open(address, facts.address, client);
      if (isRefusal(instance)) return rejected(instance);
      leave = () => instance.disconnect(client);
      const connected = instance.connect(client, connectArguments(packet.headers, calls));
      const refusal = await Promise.race([connected, ending.ended]);
      if (typeof refusal === 'string') return refuse(failed('Server.Processing', refusal));
      if (refusal !== undefined) return rejected(refusal);
      logger.debug('client connected', { agent: printable(facts.agent), protocol: facts.protocol });
      const outcomes = calls.map(async (call) => {
        return withoutScript(call) ?? (await callScript(instance.script, client, call, ending));
      });
      const answer = this.#encode(packet, calls, await Promise.all(outcomes), client.id);
      visitor.answered(answer.length);
      return answer;
    } finally {
      timer.cancel();
      leave();
    }
  }

  #encode(
    { version }: RemotingPacket,
    calls: readonly RemotingCall[],
    outcomes: readonly RemotingOutcome[],
    clientId?: string,
  ): Uint8Array {
    const { clock, createId } = this.environment;
    const identity = { clientId: clientId ?? createId(), createId, date: clock.date() };
    const packet = (messages: RemotingMessage[]): RemotingPacket => ({ version, headers: [], messages });
    const messages = calls.map((call, at) => call.answer(outcomes[at]!, identity));
    try {
      return encodeRemotingReply(packet(messages));
    } catch (error) {
      if (!(error instanceof AmfError)) throw error;
      const unsent = failed('Server.Processing', 'The answer cannot be sent.');
      const sendable = messages.map((message, at) => {
        return isEncodable(packet([message])) ? message : calls[at]!.answer(unsent, identity);
      });
      return encodeRemotingReply(packet(sendable));
    }
  }
}

/** When a visit is over before everything is answered, and why. */
class Ending {
  readonly ended: Promise<string>;
  #end: (why: string) => void = () => undefined;

  constructor(signal: AbortSignal) {
    this.ended = new Promise((resolve) => (this.#end = resolve));
    const gone = (): void => this.end('Nobody waits for the answer.');
    signal.addEventListener('abort', gone, { once: true });
    if (signal.aborted) gone();
  }

  end(why: string): void {
    this.#end(why);
  }
}

/** Undefined if the script is to be asked. */
function withoutScript({ wanted }: RemotingCall): RemotingOutcome | undefined {
  if (wanted.wish === 'ping') return { succeeded: true, value: null };
  return wanted.wish === 'unknown' ? failed('Server.Processing', wanted.description) : undefined;
}

async function callScript(
  script: RunningScript | undefined,
  client: Client,
  { wanted }: RemotingCall,
  ending: Ending,
): Promise<RemotingOutcome> {
  if (wanted.wish !== 'call') throw new Error(`no script is asked for a ${wanted.wish}`);
  const { method, args } = wanted;
  const absent = failed('Server.ResourceUnavailable', `Method not found (${printable(method)}).`);
  if (script === undefined) return absent;
  const answer = await Promise.race([script.call(client, method, args), ending.ended]);
  if (typeof answer === 'string') return failed('Server.Processing', answer);
  switch (answer.answer) {
    case 'absent':
      return absent;
    case 'error':
      return failed('Server.Processing', answer.description, answer.info);
    case 'result':
      return { succeeded: true, value: answer.value };
  }
}

function rejection({ description, data }: Refusal): RemotingOutcome {
  const info = data === undefined ? {} : { info: data };
  return {
    ...{ succeeded: false, fault: 'Client.Authentication', description, code: 'NetConnection.Connect.Rejected' },
    ...info,
  };
}

function isEncodable(packet: RemotingPacket): boolean {
  try {
    encodeRemotingReply(packet);
    return true;
  } catch (error) {
    if (!(error instanceof AmfError)) throw error;
    return false;
  }
}
