import { afterEach, describe, expect, it } from 'vitest';
import type { OperationHandlers } from '../../../src/script/host/operation-handlers.js';
import type { ScriptThreadOptions } from '../../../src/script/host/script-thread.js';
import { ScriptThreadRun } from '../../support/script-thread-run.js';

/** Milliseconds: threads of their own get what the rest of the machine leaves them. */
const REAL_THREADS = 120_000;

const runs: ScriptThreadRun[] = [];
afterEach(async () => {
  await Promise.all(runs.splice(0).map((run) => run.thread.close()));
});

async function start(
  operations: OperationHandlers = {},
  options: Partial<ScriptThreadOptions> = {},
): Promise<ScriptThreadRun> {
  const run = await ScriptThreadRun.start('test/support/echo-script-worker.ts', { operations, options });
  runs.push(run);
  return run;
}

describe('ScriptThread', { timeout: REAL_THREADS }, () => {
  it('asks, and hears the answer or why there is none', async () => {
    const run = await start();
    expect(await run.call('echo', new Uint8Array([1, 2, 3]))).toEqual(new Uint8Array([1, 2, 3]));
    await expect(run.call('throw')).rejects.toMatchObject({ code: 'failed', message: 'thrown' });
  });

  it('answers 100,000 calls, in their order', async () => {
    const run = await start();
    const order: number[] = [];
    const begin = performance.now();
    const calls = Array.from({ length: 100_000 }, (_, index) => run.call('echo').then(() => order.push(index)));
    await Promise.all(calls);
    expect(order).toEqual(Array.from({ length: 100_000 }, (_, index) => index));
    console.log(`${Math.round(1e5 / ((performance.now() - begin) / 1000))} calls a second through the thread`);
  });

  it('answers a script that stands still', async () => {
    const run = await start({ 'stream.length': (name) => Promise.resolve(name === 'holiday' ? 12.5 : 0) });
    expect(await run.call('ask now')).toBe(12.5);
  });

  it('tells a script that stands still what failed', async () => {
    const refusing = await start({ 'stream.length': () => Promise.reject(new Error('the disk is gone')) });
    await expect(refusing.call('ask now')).rejects.toThrow('the disk is gone');
    const empty = await start();
    await expect(empty.call('ask now')).rejects.toThrow('this server has no operation stream.length');
  });

  it('does all that a script tells, in its order, and lets others have their turn', async () => {
    const names: string[] = [];
    const run = await start({ 'stream.release': (name) => void names.push(name) });
    let turns = 0;
    const turn = (): void => {
      if (names.length === 20_000) return;
      turns++;
      setImmediate(turn);
    };
    turn();
    await run.call('tell');
    expect(names).toEqual(Array.from({ length: 20_000 }, (_, index) => String(index)));
    expect(turns).toBeGreaterThan(3);
  });

  it('bounds how much a script asks without an answer', async () => {
    const run = await start({ 'stream.length': () => new Promise<number>(() => undefined) });
    await run.call('ask a lot');
    await run.line('10000 questions of this instance have no answer yet');
  });

  it('bounds the timers of an instance, and what it logs', async () => {
    const run = await start();
    await expect(run.call('set timers')).rejects.toThrow('there are 100 timers already (script.maxTimers)');
    await run.call('log a lot');
    expect(run.lines.length).toBeLessThan(2000);
  });

  it.each(['exit', 'kill', 'abort'])('is not ended by process.%s', async (how) => {
    const run = await start();
    await expect(run.call(how)).rejects.toThrow(`process.${how} is not for scripts`);
    expect(await run.call('echo')).toBeInstanceOf(Uint8Array);
  });

  it('logs what nobody caught, and lives', async () => {
    const run = await start();
    await run.call('reject');
    expect(await run.line('nobody waits for a promise that failed: Error: rejected')).toMatchObject({ level: 'error' });
    await run.call('throw later');
    expect(await run.line('nobody caught what was thrown: Error: thrown later')).toMatchObject({ level: 'error' });
    expect(await run.call('echo')).toBeInstanceOf(Uint8Array);
  });

  it('logs what is printed', async () => {
    const run = await start();
    await run.call('print');
    expect(await run.line('printed 1')).toEqual({ level: 'trace', text: 'printed 1' });
    expect(await run.line('to standard error')).toMatchObject({ level: 'warning' });
  });

  it('forgets what was asked of an instance that is unloaded', async () => {
    const run = await start();
    const call = run.call('echo');
    run.thread.unload(run.setup.key);
    await expect(call).rejects.toMatchObject({ code: 'ended' });
    expect(run.thread.instances).toEqual([]);
    expect(run.reasons).toEqual([]);
  });
});

describe('the end of a ScriptThread', { timeout: REAL_THREADS }, () => {
  const ends = [
    { how: 'loop', options: {}, reason: 'the script is busy and did not come back within 4 s: an endless loop?' },
    { how: 'use memory', options: { maxTime: 0 }, reason: 'the script used more than 64 MB (script.memory)' },
    { how: 'use buffers', options: {}, reason: 'the script used more than 64 MB (script.memory)' },
    { how: 'crash', options: {}, reason: 'the thread of the script broke: crashed' },
  ];
  it.each(ends)('has its reason: $how', async ({ how, options, reason }) => {
    const run = await start({}, options);
    const answer = run.call(how).catch((error: unknown) => error);
    const said = await run.ended();
    expect(said).toContain(reason);
    expect(run.thread.endReason).toBe(said);
    expect([undefined, said]).toContain(((await answer) as Error | undefined)?.message);
    await expect(run.call('echo')).rejects.toMatchObject({ code: 'ended', message: said });
  });

  it.each(['grow a map', 'grow an object', 'double a text', 'sort a list'])(
    'is not that of the process where a single value outgrows the memory: %s',
    async (how) => {
      for (let time = 0; time < 2; time++) {
        const run = await start({}, { maxTime: 0 });
        run.call(how).catch(() => undefined);
        expect(await run.ended()).toContain('the script used more than 64 MB (script.memory)');
        await run.thread.close();
      }
    },
  );

  it.each(['fill a list', 'split a text', 'read a long text'])('does not come of what is too long: %s', async (how) => {
    const run = await start();
    await expect(run.call(how)).rejects.toThrow(/is too long for (fill|split|parse): 33554432 are allowed/);
  });

  it('is never that of the process, however often it crashes', async () => {
    for (let time = 0; time < 30; time++) {
      const run = await start();
      run.call('crash').catch(() => undefined);
      expect(await run.ended()).toContain('crashed');
    }
  });
});
