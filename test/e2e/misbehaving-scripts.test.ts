import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ApplicationClient } from '../support/application-client.js';
import { writeFiles } from '../support/configuration-folder.js';
import { hasAsked, hasBegun, playWithFfmpeg, publishWithFfmpeg, unpublishedFor } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import { readTracks } from '../support/media-frames.js';
import { firstGap } from '../support/media-judge.js';
import { firstLine, misbehavingScripts, misbehavingSettings, sourceOf } from '../support/misbehaving-scripts.js';
import type { MisbehavingScript } from '../support/misbehaving-scripts.js';
import type { Program } from '../support/program.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import type { LogLine } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

/** How often the healthy stream would repeat its four seconds, if it were not ended when all is done. */
const TIMES = 40;
/** Milliseconds within which an application lets somebody in again: a thread that was ended begins anew after a second. */
const PATIENCE = { timeout: 30_000, interval: 300 };

const SAVED = ['main.asc', 'main.ts'] as const;
const broken = { does: 'return true }}' };
const mended = { does: 'return true;' };

describeWith(['ffmpeg'], 'beside a healthy stream and a healthy application', () => {
  let server: ServerProcess;
  let apps: string;
  let file: string;
  let recording: string;
  let publisher: Program;
  let player: Program;
  let healthy: Answers;

  beforeAll(async () => {
    apps = newFolder('apps');
    for (const script of misbehavingScripts) await writeScript(script.name, script);
    for (const file of SAVED) await writeScript(savedName(file), { file, ...broken });
    await writeScript('healthy', { file: 'main.ts', ...mended });
    await writeFiles(join(apps, 'live'), { 'application.yaml': '{}' });
    file = await testMedia('h264 and aac');
    server = await ServerProcess.start(['--apps', apps, '--set', 'adaptor.rtmp.acceptTimeout=12s']);
    recording = join(newFolder('played'), 'played.flv');
    player = playWithFfmpeg(server.url('healthy'), recording, 170_000);
    await hasAsked(player);
    publisher = publishWithFfmpeg(file, server.url('healthy'), { times: TIMES, timeout: 170_000 });
    await hasBegun(publisher);
    healthy = new Answers(await ApplicationClient.enter(server, 'healthy'));
  });
  afterAll(async () => {
    await server.stop();
  });

  describe.concurrent('a script that does what it should not', () => {
    it.each(misbehavingScripts)('$name', { timeout: 110_000 }, async (script) => {
      const innocent = await entered(script.name);
      const guilty = await misbehaves(script);
      if (script.logged !== undefined) await vi.waitFor(() => expectLogged(script), PATIENCE);
      if (script.thread === 'ends') await innocent.rtmp.closed;
      if (script.thread === 'lives') expect(await innocent.call('well')).toBe(true);
      await works(script.name);
      for (const client of [innocent, guilty]) client?.rtmp.destroy();
    });

    it.each(SAVED)('%s that is broken when it is saved, and mended', { timeout: 110_000 }, async (file) => {
      const name = savedName(file);
      await writeScript(name, { file, ...broken });
      expect(await ApplicationClient.refused(server, name)).toMatchObject({ code: 'NetConnection.Connect.Rejected' });
      await vi.waitFor(() => {
        const said = server.log().find((line) => applicationOf(line) === name && line.level === 'error');
        expect(JSON.stringify(said)).toContain(file);
      }, PATIENCE);
      await writeScript(name, { file, ...mended });
      const client = await entered(name);
      await writeScript(name, { file, ...broken });
      expect(await client.call('well')).toBe(true);
      client.rtmp.destroy();
    });
  });

  it('the healthy application answered every call', async () => {
    expect(await healthy.stop()).toBeGreaterThan(100);
  });

  it('the healthy stream lost nothing', async () => {
    expect(publisher.stderr, 'the healthy stream must outlast the others').not.toMatch(/muxing overhead/);
    publisher.kill('SIGINT');
    await publisher.ended;
    await unpublishedFor(player);
    const [published, played] = [await readTracks(file), await readTracks(recording)];
    for (const kind of ['audio', 'video'] as const) {
      const once = published[kind]?.frames ?? [];
      const frames = played[kind]?.frames ?? [];
      const expected = Array.from({ length: TIMES }, () => once).flat();
      expect(frames.length).toBeGreaterThan(once.length);
      // All that came is what was published, without a gap; then it ends.
      expect(firstGap(expected, frames), `${kind}: first frame that is not the published one`).toBe(frames.length);
    }
  });

  function writeScript(name: string, script: Pick<MisbehavingScript, 'file' | 'does'>): Promise<void> {
    return writeFiles(join(apps, name), { [script.file]: sourceOf(script), 'application.yaml': misbehavingSettings });
  }

  async function entered(name: string): Promise<ApplicationClient> {
    return vi.waitFor(() => enter(name), PATIENCE);
  }

  async function enter(name: string): Promise<ApplicationClient> {
    return ApplicationClient.enter(server, name).catch((refused: unknown) => {
      throw new Error(`${name} lets nobody in: ${JSON.stringify(refused)}`);
    });
  }

  /** Whoever enters is answered, if not at once: the thread may be about to be ended. */
  async function works(name: string): Promise<void> {
    await vi.waitFor(async () => {
      const client = await enter(name);
      try {
        expect(await client.call('well')).toBe(true);
      } finally {
        client.rtmp.destroy();
      }
    }, PATIENCE);
  }

  /** What the client hears of it is not the same everywhere; one that calls does not read it. */
  async function misbehaves({ name, within }: MisbehavingScript): Promise<ApplicationClient | undefined> {
    if (within === 'connect') return ApplicationClient.enter(server, name, 'badly').catch(() => undefined);
    const client = await ApplicationClient.enter(server, name);
    client.rtmp.command('misbehave', 2);
    client.rtmp.stopReading();
    return client;
  }

  function expectLogged({ name, file, logged }: MisbehavingScript): void {
    const lines = server.log().filter((line) => applicationOf(line) === name);
    const line = lines.find(({ msg, rule }) => logged!.text.test(`${String(msg)} ${String(rule)}`));
    expect(line, JSON.stringify(lines)).toBeDefined();
    if (logged!.line === undefined) return;
    const place = `${file}:${firstLine[file] + logged!.line - 1}`;
    expect([
      `${String(line!.file)}:${String(line!.line)}`,
      /\(it was at (.*)\)/.exec(String(line!.msg))?.[1],
    ]).toContain(place);
  }
});

function savedName(file: (typeof SAVED)[number]): string {
  return `saved-${file.replace('.', '-')}`;
}

/** Of `application` or `app`, without the instance. */
function applicationOf({ application, app }: LogLine): string {
  return String(application ?? app).split('/')[0]!;
}

/** Calls of a healthy application, one after the other. */
class Answers {
  #isOver = false;
  readonly #count: Promise<number>;

  constructor(private readonly client: ApplicationClient) {
    this.#count = this.#ask();
  }

  /** How many calls were answered. Rejects if one was not. */
  stop(): Promise<number> {
    this.#isOver = true;
    return this.#count;
  }

  async #ask(): Promise<number> {
    let count = 0;
    while (!this.#isOver) if ((await this.client.call('well')) === true) count++;
    return count;
  }
}
