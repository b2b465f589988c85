import { onTestFinished } from 'vitest';
import type { AmfObject, AmfValue } from '../../src/amf/value.js';
import type { ApplicationInstance } from '../../src/application/application-instance.js';
import { defaultOutgoingOptions } from '../../src/netconnection/client/outgoing-options.js';
import { defaultRtmpOptions } from '../../src/rtmp/rtmp-options.js';
import type { PlainRecord } from '../../src/script/protocol/bytes.js';
import { pack, unpack } from '../../src/script/protocol/pack.js';
import type { CallAnswer } from '../../src/script/protocol/script-events.js';
import { ConnectionOperations } from '../../src/script/host/connection-operations.js';
import type { AskScript, TellScript } from '../../src/script/host/operation-family.js';
import { ProxyStreamOperations } from '../../src/script/host/proxy-stream-operations.js';
import { PublishingOperations } from '../../src/script/host/publishing-operations.js';
import { remoteSource } from '../../src/script/host/remote-source.js';
import { StreamOperations } from '../../src/script/host/stream-operations.js';
import { RtmpConnector } from '../../src/transport/rtmp-connector.js';
import type { Conversation } from './conversation.js';
import { MemoryEnd } from './memory-pair.js';
import { nodeHandshakeCrypto } from './node-handshake-crypto.js';

/** What a script asks of other servers, all of which are the server of the conversation itself. */
export class ScriptConnections {
  readonly connections: ConnectionOperations;
  readonly publishings: PublishingOperations;
  readonly streams: StreamOperations;
  readonly proxies: ProxyStreamOperations;
  /** How the script answers the next calls of a server. */
  answer: CallAnswer = { answer: 'absent' };
  readonly calls: string[] = [];
  readonly ends: MemoryEnd[] = [];
  readonly #told: string[] = [];

  private constructor(
    readonly conversation: Conversation,
    readonly instance: ApplicationInstance,
  ) {
    const { clock, log: logger } = conversation;
    const options = {
      ...{ rtmp: defaultRtmpOptions, handshakeTimeout: 10_000, partialMessageTimeout: 30_000 },
      ...{ pingPeriod: 10_000, pingTimeout: 10_000 },
    };
    const dialer = { dial: () => Promise.resolve(this.#dial()) };
    const connector = new RtmpConnector({ dialer, clock, crypto: nodeHandshakeCrypto, options, logger });
    const means = { connector, clock, logger, options: defaultOutgoingOptions };
    this.connections = new ConnectionOperations(means, this.#tell, this.#ask);
    this.publishings = new PublishingOperations(instance, this.#tell, (number) => this.connections.find(number));
    this.proxies = new ProxyStreamOperations(instance, this.#tell, clock, (number) => this.connections.find(number));
    this.streams = new StreamOperations(instance, this.#tell, {
      folder: conversation.folder,
      remote: (number, wanted, buffer) => {
        const connection = this.connections.find(number);
        return connection && remoteSource(connection, wanted, buffer);
      },
    });
    onTestFinished(() => {
      for (const family of [this.streams, this.proxies, this.publishings, this.connections]) family.close();
    });
  }

  /** With an instance that runs because a client is in it. */
  static async begin(conversation: Conversation): Promise<ScriptConnections> {
    await conversation.connected();
    return new ScriptConnections(conversation, conversation.instance('live')!);
  }

  open(number: number, uri = 'rtmp://server.example/live/other', ...args: AmfValue[]): boolean {
    return this.connections.handlers['connection.open'](number, uri, pack(...args), 3);
  }

  async call(number: number, method: string, ...args: AmfValue[]): Promise<AmfValue> {
    const answer = await this.connections.handlers['connection.call'](number, method, pack(...args), true);
    if (answer.answer === 'error') throw new Error(answer.description);
    return unpack(answer.value)[0];
  }

  /** What the script was told since it was last asked, when all that can happen has: `1: Connect.Success`. */
  async told(): Promise<string[]> {
    await this.conversation.pass(0);
    return this.#told.splice(0);
  }

  #dial(): MemoryEnd {
    const [near, far] = MemoryEnd.pair();
    this.ends.push(near);
    this.conversation.server.adaptors[0]!.accept(far);
    return near;
  }

  readonly #tell: TellScript = (event, ...args) => {
    const [what, info] = args as readonly [number | string, Uint8Array | PlainRecord];
    const code = info instanceof Uint8Array ? (unpack(info)[0] as AmfObject).get('code') : info.code;
    const text = typeof code === 'string' ? code.replace(/^Net\w+\./, '') : 'no code';
    this.#told.push(`${event === 'publishing.status' ? 'p' : ''}${what}: ${text}`);
  };

  readonly #ask: AskScript = (_event, ...args) => {
    const [connection, method, values] = args as readonly [number, string, Uint8Array];
    this.calls.push([connection, method, ...unpack(values).map(String)].join(' '));
    return Promise.resolve(this.answer as never);
  };
}
