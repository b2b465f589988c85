import { onTestFinished } from 'vitest';
import type { AmfObject, AmfValue } from '../../src/amf/value.js';
import type { CallAnswer } from '../../src/application/running-script.js';
import { OutgoingConnection } from '../../src/netconnection/client/outgoing-connection.js';
import type {
  OutgoingListener,
  OutgoingMeans,
  OutgoingRequest,
} from '../../src/netconnection/client/outgoing-connection.js';
import { defaultOutgoingOptions } from '../../src/netconnection/client/outgoing-options.js';
import { parseRtmpAddress } from '../../src/netconnection/client/rtmp-address.js';
import type { Logger } from '../../src/log/logger.js';
import { defaultRtmpOptions } from '../../src/rtmp/rtmp-options.js';
import type { Clock } from '../../src/time/clock.js';
import type { StreamDialer } from '../../src/transport/rtmp-connector.js';
import { RtmpConnector } from '../../src/transport/rtmp-connector.js';
import type { Conversation } from './conversation.js';
import { MemoryEnd } from './memory-pair.js';
import { nodeHandshakeCrypto } from './node-handshake-crypto.js';
import { RecordingLogger } from './recording-logger.js';

export interface OutgoingSettings extends Partial<Omit<OutgoingRequest, 'address'>> {
  readonly uri?: string;
}

/** A connection to another server, and what its application hears. */
export class OutgoingRun implements OutgoingListener {
  readonly infos: AmfObject[] = [];
  readonly calls: string[] = [];
  readonly log = new RecordingLogger();
  readonly connection: OutgoingConnection;
  #watcher: (() => void) | undefined;
  /** It stood when it was told something. */
  wasConnected = false;
  /** How the next calls are answered. */
  answer: CallAnswer = { answer: 'absent' };

  constructor(
    dialer: StreamDialer,
    clock: Clock,
    { uri = 'rtmp://server.example/live', ...request }: OutgoingSettings,
  ) {
    const address = parseRtmpAddress(uri);
    if (address === undefined) throw new Error(`${uri} is no address`);
    const means = outgoingMeans(dialer, clock, this.log);
    this.connection = new OutgoingConnection({ objectEncoding: 3, ...request, address }, means, this);
    onTestFinished(() => this.connection.close());
  }

  /** The codes of what it was told, in order. */
  get codes(): AmfValue[] {
    return this.infos.map((info) => info.get('code'));
  }

  /** Resolves when it was told of `code`. */
  tells(code: string): Promise<void> {
    return new Promise((resolve) => {
      this.#watcher = () => {
        if (this.codes.includes(code)) resolve();
      };
      this.#watcher();
    });
  }

  status(info: AmfObject): void {
    this.infos.push(info);
    this.#watcher?.();
    this.wasConnected ||= this.connection.isConnected;
  }

  call(method: string, args: readonly AmfValue[]): Promise<CallAnswer> {
    this.calls.push([method, ...args.map(String)].join(' '));
    return Promise.resolve(this.answer);
  }
}

/** What connections to other servers are made with. */
export function outgoingMeans(dialer: StreamDialer, clock: Clock, logger: Logger): OutgoingMeans {
  const options = {
    rtmp: defaultRtmpOptions,
    handshakeTimeout: 10_000,
    partialMessageTimeout: 30_000,
    pingPeriod: 10_000,
    pingTimeout: 10_000,
  };
  const connector = new RtmpConnector({ dialer, clock, crypto: nodeHandshakeCrypto, options, logger });
  return { connector, clock, logger, options: defaultOutgoingOptions };
}

/**
 * The way to the server of a conversation.
 *
 * @param dialed told of our end of each connection
 * @param isUp whether the server is there
 */
export function toConversation(
  conversation: Conversation,
  dialed: (near: MemoryEnd, far: MemoryEnd) => void,
  isUp: () => boolean = () => true,
): StreamDialer {
  return {
    dial: () => {
      if (!isUp()) return Promise.reject(new Error('the server is not there'));
      const [near, far] = MemoryEnd.pair();
      dialed(near, far);
      conversation.server.adaptors[0]!.accept(far);
      return Promise.resolve(near);
    },
  };
}

/** A server that a test plays by hand: the far end of the connection. */
export function toEnd(end: (far: MemoryEnd) => void): StreamDialer {
  return {
    dial: () => {
      const [near, far] = MemoryEnd.pair();
      end(far);
      return Promise.resolve(near);
    },
  };
}

/** A connection to the server of a conversation, which stands unless the server refuses it. */
export async function outgoing(
  conversation: Conversation,
  settings: OutgoingSettings = {},
): Promise<{ run: OutgoingRun; near: () => MemoryEnd; far: () => MemoryEnd }> {
  let ends: [MemoryEnd, MemoryEnd] | undefined;
  const dialer = toConversation(conversation, (near, far) => (ends = [near, far]));
  const run = new OutgoingRun(dialer, conversation.clock, settings);
  await conversation.pass(0);
  return { run, near: () => ends![0], far: () => ends![1] };
}
