import { expect, onTestFinished } from 'vitest';
import type { RestreamSnapshot } from '../../src/application/restream-control.js';
import { defaultOutgoingOptions } from '../../src/netconnection/client/outgoing-options.js';
import type { RestreamConnections } from '../../src/restream/restream-settings.js';
import { defaultRtmpOptions } from '../../src/rtmp/rtmp-options.js';
import { RtmpConnector } from '../../src/transport/rtmp-connector.js';
import type { ConversationSettings } from './conversation.js';
import { Conversation } from './conversation.js';
import { MemoryEnd } from './memory-pair.js';
import { nodeHandshakeCrypto } from './node-handshake-crypto.js';

/** Two servers on one clock: `near` sends streams to `far`, or takes them from there, as it is configured. */
export class RestreamRun {
  near!: Conversation;
  /** Where connections of the near server go; undefined: nobody is there. */
  answer: ((far: MemoryEnd) => void) | undefined = (end) => this.far.server.adaptors[0]!.accept(end);
  /** The ends of the connections that were made, on the side of the near server, and on the other. */
  readonly ends: MemoryEnd[] = [];
  readonly farEnds: MemoryEnd[] = [];
  /** Attempts that were made. */
  dials = 0;
  /** Who wrote the address that was dialled last. */
  lastAuthor: string | undefined;

  private constructor(readonly far: Conversation) {}

  /** @param restream `restream` of application.yaml of the near server */
  static async begin(
    restream: object,
    near: ConversationSettings = {},
    far: ConversationSettings = {},
  ): Promise<RestreamRun> {
    const run = new RestreamRun(await Conversation.begin(far));
    const { clock } = run.far;
    const set = [`application.restream=${JSON.stringify(restream)}`, ...(near.set ?? [])];
    run.near = await Conversation.begin({ ...near, set, clock, restream: run.#connections });
    onTestFinished(() => run.#end());
    return run;
  }

  /** The only target or source there is. */
  get only(): RestreamSnapshot {
    const list = this.near.restreams.list();
    expect(list).toHaveLength(1);
    return list[0]!;
  }

  /** The states of what is on its way. */
  get states(): string[] {
    return this.near.restreams.list().flatMap(({ runs }) => runs.map(({ stream, state }) => `${stream} ${state}`));
  }

  /** Lets everything happen that needs no time. */
  settles(): Promise<void> {
    return this.near.pass(0);
  }

  pass(milliseconds: number): Promise<void> {
    return this.near.pass(milliseconds);
  }

  async #end(): Promise<void> {
    this.far.hangUp();
    this.near.hangUp();
    await this.near.instance('live')?.life.unload('The test is over.');
    await this.settles();
  }

  readonly #connections = memoryConnections(
    () => this.near,
    (author) => {
      this.dials++;
      this.lastAuthor = author;
      if (this.answer === undefined) throw new Error('nobody answers at far.example:1935');
      const [near, far] = MemoryEnd.pair();
      this.ends.push(near);
      this.farEnds.push(far);
      this.answer(far);
      return near;
    },
  );
}

/**
 * Connections in memory, whatever the address is.
 *
 * @param dial answers the near end of one, or throws
 */
export function memoryConnections(of: () => Conversation, dial: (author: string) => MemoryEnd): RestreamConnections {
  return (author) => {
    const { clock, log: logger } = of();
    const dialer = { dial: async () => Promise.resolve(dial(author)) };
    const options = {
      rtmp: defaultRtmpOptions,
      handshakeTimeout: 10_000,
      partialMessageTimeout: 30_000,
      pingPeriod: 10_000,
      pingTimeout: 10_000,
    };
    const connector = new RtmpConnector({ dialer, clock, crypto: nodeHandshakeCrypto, options, logger });
    return { connector, clock, logger, options: defaultOutgoingOptions };
  };
}
