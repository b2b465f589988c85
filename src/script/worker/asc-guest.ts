import { Script } from 'node:vm';
import type { CreateAscGuest } from '../guest/asc-host.js';
import type { Guest } from '../guest/guest.js';
import type { GuestMaker } from './guest-maker.js';
import { ParsedScripts } from './parsed-scripts.js';
import { ascHost } from './realm-host.js';
import { VmRealm } from './vm-realm.js';

/** Makes instances of main.asc, each in a realm of its own, by the library `source`, which is parsed once. */
export function ascGuestMaker(source: string): GuestMaker {
  const library = new Script(source, { filename: 'afterglow-library' });
  const scripts = new ParsedScripts();
  return (host) => {
    const { setup } = host;
    const realm = new VmRealm(setup.path);
    let guest: Guest | undefined;
    const load = (): boolean => {
      const create = realm.run(library) as CreateAscGuest;
      guest = create(ascHost(host, realm, scripts), setup);
      return false;
    };
    const wasEnded = realm.timed(load, setup.maxTime);
    if (wasEnded || guest === undefined) {
      throw new Error(`it took longer than ${setup.maxTime / 1000} s (script.maxTime) to load the script`);
    }
    return { guest, run: (step) => realm.timed(step, setup.maxTime) };
  };
}
