import { afterEach, describe, expect, it } from 'vitest';
import type { OperationHandlers } from '../../../src/script/host/operation-handlers.js';
import type { InstanceSetup } from '../../../src/script/protocol/script-messages.js';
import { realmLibrary } from '../../support/realm-library.js';
import { ScriptThreadRun } from '../../support/script-thread-run.js';

const runs: ScriptThreadRun[] = [];
afterEach(async () => {
  await Promise.all(runs.splice(0).map((run) => run.thread.close()));
});

async function start(
  given: { operations?: OperationHandlers; setup?: Partial<InstanceSetup> } = {},
): Promise<ScriptThreadRun> {
  const run = await ScriptThreadRun.start('src/script/worker/main.ts', {
    ...given,
    setup: { language: 'asc', maxTime: 1500, ...given.setup },
    options: { realm: () => Promise.resolve(realmLibrary) },
  });
  runs.push(run);
  return run;
}

describe('an instance of main.asc on its thread', () => {
  it('runs in a realm of its own, with all built-ins of it', async () => {
    const run = await start();
    expect(await run.call('answer = [1] instanceof Array && ({}).constructor === Object')).toBe(true);
    expect(await run.call('answer = typeof process + typeof require + typeof setTimeout')).toBe(
      'undefinedundefinedundefined',
    );
  });

  it('keeps global variables, and shows nothing of ours in for in', async () => {
    const run = await start();
    await run.call('var kept = 1; function f() { return kept + 1 }');
    expect(await run.call('answer = f()')).toBe(2);
    expect(await run.call('answer = []; for (var name in globalThis) answer.push(name)')).not.toContain('entry');
  });

  it('may use eval', async () => {
    expect(await (await start()).call('answer = eval("1 + 1")')).toBe(2);
  });

  it('ends a call that takes too long, and goes on', async () => {
    const run = await start({ setup: { maxTime: 3000 } });
    const endless = run.call('var n = 0;\nfunction spin() {\n  for (;;) n++;\n}\nspin()');
    const next = run.call('answer = "next"');
    await expect(endless).rejects.toThrow('took longer than 3 s (script.maxTime) and was ended');
    expect(await next).toBe('next');
    expect(await run.line('took longer')).toMatchObject({ level: 'error' });
    expect(run.reasons).toEqual([]);
  });

  it('ends what a promise does too', async () => {
    const run = await start();
    await run.call('Promise.resolve().then(function () { for (;;); })').catch(() => undefined);
    expect(await run.call('answer = 1')).toBe(1);
    await run.line('took longer');
  });

  it('does what a promise is settled to before the next event', async () => {
    const run = await start();
    const first = run.call('var done; Promise.resolve().then(function () { done = true; })');
    const second = run.call('answer = done');
    await first;
    expect(await second).toBe(true);
  });

  it('tells the line of a script that cannot be parsed', async () => {
    await expect((await start()).call('var a;\nvar b = ;')).rejects.toThrow('2: Unexpected token');
  });

  it('is not loaded if that takes too long', async () => {
    await expect(start({ setup: { config: { load: 'for (;;);' } } })).rejects.toThrow('to load the script');
  });

  it('is not loaded if it throws', async () => {
    await expect(start({ setup: { config: { load: 'throw new TypeError("no")' } } })).rejects.toThrow('no');
  });

  it('stands still until an answer, and is ended there too', async () => {
    const operations: OperationHandlers = {
      'stream.length': (name) => (name === 'never' ? new Promise(() => undefined) : Promise.resolve(3)),
    };
    const run = await start({ operations });
    expect(await run.call('answer = host.now("stream.length", "a", "")')).toBe(3);
    await expect(run.call('host.now("stream.length", "never", "")')).rejects.toThrow('took longer');
    expect(await run.call('answer = host.now("stream.length", "a", "")')).toBe(3);
  });

  it('sees what others changed before an answer for which it stands still', async () => {
    const operations: OperationHandlers = {
      'stream.length': () => {
        run.thread.tell(run.setup.key, 'object.news', 1, 1, 0, [], new Uint8Array());
        return 3;
      },
    };
    const run = await start({ operations });
    const answer = run.call(
      'var before = globalThis.seen; host.now("stream.length", "a", ""); answer = [before, seen]',
    );
    expect(await answer).toEqual([undefined, true]);
  });

  it('has timers, of which each call is timed', async () => {
    const run = await start();
    await run.call(
      'host.timer(1, false, function () { for (;;); }); host.timer(2, false, function () { host.log({ level: "trace", text: "second" }) })',
    );
    expect(await run.line('a timer took longer')).toMatchObject({ level: 'error' });
    await run.line('second');
  });
});
