import type { ApplicationInstance } from '../../src/application/application-instance.js';
import type { PlainRecord } from '../../src/script/protocol/bytes.js';
import type { StreamPlayOptions } from '../../src/script/protocol/server-operations.js';
import type { LiveSource } from '../../src/stream/playlist-item.js';
import type { TellScript } from '../../src/script/host/operation-family.js';
import { StreamOperations } from '../../src/script/host/stream-operations.js';
import type { Conversation } from './conversation.js';

/** What a script asks of streams, without a script: the operations, and what it would be told. */
export class ScriptStreams {
  readonly operations: StreamOperations;
  /** Where what is played from connections comes from, by their numbers. */
  readonly remote = new Map<number, LiveSource>();
  readonly #told: string[] = [];

  private constructor(
    readonly instance: ApplicationInstance,
    folder: string,
  ) {
    this.operations = new StreamOperations(instance, this.tell, {
      folder,
      remote: (connection) => this.remote.get(connection),
    });
  }

  /** Those of an instance, which is started. */
  static in(conversation: Conversation, app = 'live'): ScriptStreams {
    const instance = conversation.instance(app);
    if (instance === undefined) throw new Error(`no instance of ${app} runs`);
    return new ScriptStreams(instance, `${conversation.folder}/apps/${app}`);
  }

  readonly tell: TellScript = (event, ...args) => {
    const [first, info] = args as readonly [unknown, PlainRecord | undefined];
    if (event === 'stream.status') this.#told.push(`${String(first)}: ${said(info)}`);
    else this.#told.push(`${event}: ${said(first as PlainRecord)}`);
  };

  get handlers(): StreamOperations['handlers'] {
    return this.operations.handlers;
  }

  play(stream: string, item: string, options: Partial<StreamPlayOptions> = {}): boolean {
    const all = { start: -2, length: -1, reset: 1, connection: undefined, virtualKey: '', ...options } as const;
    return this.handlers['stream.play'](stream, item, all);
  }

  /** What was told since it was last asked: `channel: Play.Start film`. */
  told(): string[] {
    return this.#told.splice(0);
  }
}

function said(info: PlainRecord | undefined): string {
  const { code, details } = (info ?? {}) as { readonly code?: string; readonly details?: string };
  return `${code?.replace('NetStream.', '')} ${details}`;
}
