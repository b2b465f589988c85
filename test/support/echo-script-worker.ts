import type { Guest } from '../../src/script/guest/guest.js';
import type { Plain } from '../../src/script/protocol/bytes.js';
import type { InstanceHost } from '../../src/script/worker/instance-host.js';
import { runScriptWorker } from '../../src/script/worker/run-script-worker.js';
import { untimedGuest } from '../../src/script/worker/untimed-guest.js';

/** A thread for tests, whose script does whatever a call names. */
runScriptWorker(() => (host) => untimedGuest(echoGuest(host)));

function echoGuest(host: InstanceHost): Guest {
  const acts = new Map(Object.entries(actsOf(host)));
  return {
    event(event, args, answered) {
      try {
        answered?.(undefined, event === 'call' ? (acts.get(args[1] as string)?.(args[2]) as Plain) : event);
      } catch (error) {
        answered?.((error as Error).message);
      }
    },
    close: () => undefined,
  };
}

const kept: unknown[] = [];

function actsOf(host: InstanceHost): Record<string, (args: Plain) => unknown> {
  return {
    echo: (args) => args,
    throw: () => {
      throw new Error('thrown');
    },
    loop: () => {
      for (;;);
    },
    'use memory': () => {
      const all: unknown[] = [];
      for (;;) all.push(new Array(1000).fill(all.length));
    },
    'grow a map': () => {
      for (const all = new Map<number, number>(); ;) all.set(all.size, all.size);
    },
    'grow an object': () => {
      for (const all: Record<string, number> = {}, next = { index: 0 }; ;) all[`k${next.index}`] = next.index++;
    },
    'double a text': () => {
      for (let all = 'ab', index = 0; ; index++) {
        all = all.length > 1e8 ? `${index}` : all + all;
        kept.push(`${all}.`, all.indexOf('c') + all.charCodeAt(1));
      }
    },
    'fill a list': () => new Array<number>(2e8).fill(0).length,
    'split a text': () => 'x'.repeat(3e8).split('').length,
    'read a long text': () => (JSON.parse(`[${'0,'.repeat(2e8)}0]`) as unknown[]).length,
    'sort a list': () => {
      for (;;) kept.push(Array.from({ length: 3e7 }, (_, index) => -index).sort((a, b) => a - b));
    },
    'use buffers': () => {
      const all: Uint8Array[] = [];
      setInterval(() => all.push(new Uint8Array(32 * 1024 * 1024).fill(1)), 20).unref();
    },
    exit: () => process.exit(7),
    kill: () => {
      process.kill(process.pid, 'SIGKILL');
    },
    abort: () => process.abort(),
    reject: () => {
      void Promise.reject(new Error('rejected'));
    },
    'throw later': () => {
      setTimeout(() => {
        throw new Error('thrown later');
      }, 1);
    },
    'ask now': () => host.now('stream.length', 'holiday', ''),
    tell: () => {
      for (let index = 0; index < 20_000; index++) host.tell('stream.release', String(index));
    },
    'ask a lot': () => {
      for (let index = 0; index < 10_001; index++) {
        host.ask('stream.length', ['holiday', ''], (error) => {
          if (error !== undefined) host.log({ level: 'info', text: error });
        });
      }
    },
    'set timers': () => {
      for (;;) host.timer(0, true, () => undefined);
    },
    'log a lot': () => {
      for (let index = 0; index < 100_000; index++) host.log({ level: 'trace', text: 'again' });
    },
    print: () => {
      console.log('printed %d', 1);
      process.stderr.write('to standard error\n');
    },
    crash: () => {
      process.removeAllListeners('uncaughtException');
      setImmediate(() => {
        throw new Error('crashed');
      });
    },
  };
}
