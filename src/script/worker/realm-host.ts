import { Script } from 'node:vm';
import { readScript } from '../../storage/read-script.js';
import type { AscHost } from '../guest/asc-host.js';
import type { InstanceHost } from './instance-host.js';
import type { ParsedScripts } from './parsed-scripts.js';
import type { VmRealm } from './vm-realm.js';

/** What the library of main.asc is given of this thread. */
export function ascHost(host: InstanceHost, realm: VmRealm, scripts: ParsedScripts): AscHost {
  const { folder, libraries } = host.setup;
  return {
    tell: host.tell,
    ask: host.ask,
    now: host.now,
    log: host.log,
    date: host.date,
    timer: host.timer,
    services: host.services,
    readScript: (name, from) => readScript(name, from, folder, libraries),
    runScript(code, file) {
      const script = scripts.parse(code, file);
      if (!(script instanceof Script)) return script;
      realm.run(script);
      return undefined;
    },
  };
}
