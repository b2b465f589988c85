import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { realmSource } from '../../../src/script/host/realm-source.js';
import { pack, unpack } from '../../../src/script/protocol/pack.js';
import { ascClient } from '../../support/asc-run.js';
import { ScriptThreadRun } from '../../support/script-thread-run.js';

/** Milliseconds: threads of their own get what the rest of the machine leaves them. */
const REAL_THREADS = 120_000;

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

describe('main.asc on a thread of its own', { timeout: REAL_THREADS }, () => {
  it('is loaded from its folder, called, ended where it hangs, and goes on', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'afterglow-asc-'));
    endings.push(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'lib.asc'), '\ufeffconst FACTOR = 2;\rfunction hang() {\r  for (;;);\r}');
    await writeFile(
      join(folder, 'main.asc'),
      `load("lib.asc");
      application.onAppStart = function () { trace("started") };
      Client.prototype.twice = function (n) { return n * FACTOR };
      Client.prototype.hang = function () { hang() };`,
    );
    const run = await ScriptThreadRun.start('src/script/worker/main.ts', {
      setup: { language: 'asc', folder, file: join(folder, 'main.asc') },
      options: { realm: realmSource },
    });
    endings.push(() => run.thread.close());
    const { thread, setup } = run;
    await thread.ask(setup.key, 'start');
    expect(await thread.ask(setup.key, 'connect', { ...ascClient, id: 'client' }, pack())).toEqual({
      answer: 'accept',
    });
    await expect(run.call('hang')).rejects.toThrow('took longer than 1 s (script.maxTime) and was ended');
    const answer = (await run.call('twice', pack(21))) as { value: Uint8Array };
    expect(unpack(answer.value)).toEqual([42]);
    await run.line('took longer');
    expect(await run.line('started')).toMatchObject({ level: 'trace', file: 'main.asc' });
  });
});
