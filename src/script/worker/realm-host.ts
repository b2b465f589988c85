import { Script } from 'node:vm';
import { readScript } from '../../storage/read-script.js';
import type { AscHost, ScriptSyntaxError } from '../guest/asc-host.js';
import type { InstanceHost } from './instance-host.js';
import type { VmRealm } from './vm-realm.js';

/** What the library of main.asc is given of this thread. */
export function ascHost(host: InstanceHost, realm: VmRealm): AscHost {
  const { folder, libraries } = host.setup;
  return {
    tell: host.tell,
    ask: host.ask,
    now: host.now,
    log: host.log,
    date: host.date,
    timer: host.timer,
    readScript: (name, from) => readScript(name, from, folder, libraries),
    runScript(code, file) {
      const script = parse(code, file);
      if (!(script instanceof Script)) return script;
      realm.run(script);
      return undefined;
    },
  };
}

function parse(code: string, file: string): Script | ScriptSyntaxError {
  try {
    return new Script(code, { filename: file });
  } catch (error) {
    const { message, stack = '' } = error as Error;
    // The first line of it is `file:line`.
    const line = /:(\d+)$/.exec(stack.split('\n', 1)[0] ?? '')?.[1];
    return { message, line: Number(line ?? 1) };
  }
}
