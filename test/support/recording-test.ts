import { join } from 'node:path';
import type { Hook } from '../../src/application/hook.js';
import type { RecordedFile } from '../../src/application/recording-facts.js';
import { Conversation } from './conversation.js';
import type { ConversationSettings } from './conversation.js';
import { aac, avc } from './media-payloads.js';
import type { ScriptedClient } from './scripted-client.js';

/** What a publisher hears whose recording begins, and ends. */
export const STARTED = ['onStatus@1 NetStream.Publish.Start', 'onStatus@1 NetStream.Record.Start'];
export const STOPPED = ['onStatus@1 NetStream.Record.Stop', 'onStatus@1 NetStream.Unpublish.Success'];

/** A conversation that knows what has been recorded. */
export class RecordingTest {
  readonly files: RecordedFile[] = [];
  readonly news: string[] = [];
  conversation!: Conversation;

  static async begin(settings: ConversationSettings = {}, hooks: readonly Hook[] = []): Promise<RecordingTest> {
    const test = new RecordingTest();
    test.conversation = await Conversation.begin({ ...settings, hooks: [...hooks, test.#hook] });
    return test;
  }

  get #hook(): Hook {
    const name = (path: string) => path.slice(path.lastIndexOf('/') + 1);
    return {
      name: 'test',
      onRecordStart: ({ mode, cause }, path) => this.news.push(`start ${mode} ${cause} ${name(path)}`),
      onRecordSegment: (_recording, file) => {
        this.files.push(file);
        this.news.push(`segment ${name(file.path)}`);
      },
      onRecordStop: (_recording, file, why) => {
        if (file !== undefined) this.files.push(file);
        this.news.push(`stop ${file === undefined ? '-' : name(file.path)} ${why}`);
      },
    };
  }

  path(name: string): string {
    return join(this.conversation.folder, 'data', 'streams', 'live', '_definst_', name);
  }

  /** The disk takes its time: turns of the event loop pass until `happened`. */
  async until(happened: () => boolean): Promise<void> {
    while (!happened()) await new Promise((resolve) => setImmediate(resolve));
  }

  stopped(count = 1): Promise<void> {
    return this.until(() => this.news.filter((line) => line.startsWith('stop')).length === count);
  }

  async publisher(name: string, type: string): Promise<ScriptedClient> {
    const client = await this.conversation.connected();
    client.command('publish', 0, [name, type], 1);
    return client;
  }

  /** What `client` hears until it is `count` lines. */
  async hears(client: ScriptedClient, count: number): Promise<string[]> {
    const heard: string[] = [];
    while (heard.length < count) heard.push(...(await client.hears()));
    return heard;
  }
}

/** A key frame and what comes after it, with its sequence headers. */
export function media(client: ScriptedClient, label: string, from = 0): void {
  client.video(from, avc.header('sps'));
  client.audio(from, aac.header('asc'));
  client.video(from, avc.key(`${label}k`));
  client.audio(from + 20, aac.frame(`${label}a`));
  client.video(from + 40, avc.inter(`${label}p`));
}
