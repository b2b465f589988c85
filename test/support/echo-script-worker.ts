import { untimedGuest } from '../../src/script/worker/untimed-guest.js';
import { runScriptWorker } from '../../src/script/worker/run-script-worker.js';
import type { Plain } from '../../src/script/protocol/bytes.js';
import type { Guest } from '../../src/script/guest/guest.js';
import type { InstanceHost } from '../../src/script/worker/instance-host.js';

/** A thread for tests: a call's method is what it does. */
runScriptWorker(() => (host) => untimedGuest(echoGuest(host)));

function echoGuest(host: InstanceHost): Guest {
  const log = (text: string): void => host.log({ level: 'trace', text });
  const acts: Readonly<Record<string, (args: Plain) => Plain>> = {
    echo: (args) => ({ answer: 'result', value: args }),
    throw: () => {
      throw new Error('thrown');
    },
    loop: () => {
      for (;;);
    },
    memory: () => {
      const all: unknown[] = [];
      for (;;) all.push(new Array(1000).fill(all.length));
    },
    exit: () => {
      process.exit(7);
    },
    kill: () => {
      process.kill(process.pid, 'SIGKILL');
      return undefined;
    },
    reject: () => {
      void Promise.reject(new Error('rejected'));
      return undefined;
    },
    later: () => {
      setTimeout(() => {
        throw new Error('later');
      }, 1);
      return undefined;
    },
    now: () => host.now('stream.length', 'a', ''),
    flood: () => {
      for (let index = 0; index < 1_000_000; index++) host.tell('stream.release', 'x'.repeat(100));
      return 'told';
    },
    timers: () => {
      let count = 0;
      try {
        for (;;) {
          host.timer(0, true, () => undefined);
          count++;
        }
      } catch (error) {
        return `${count}: ${(error as Error).message}`;
      }
    },
    print: () => {
      console.log('printed');
      return undefined;
    },
  };
  return {
    event(event, args, answered) {
      if (event !== 'call') {
        answered?.(undefined, event);
        return;
      }
      try {
        answered?.(undefined, acts[args[1] as string]?.(args[2]));
      } catch (error) {
        answered?.((error as Error).message);
      }
    },
    news: () => log('news'),
    close: () => undefined,
  };
}
