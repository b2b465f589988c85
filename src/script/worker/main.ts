import { ascGuestMaker } from './asc-guest.js';
import type { GuestMaker } from './guest-maker.js';
import { runScriptWorker } from './run-script-worker.js';

/** The thread of an application's script, as the server starts it. */
runScriptWorker((realm): GuestMaker => {
  const asc = realm === undefined ? undefined : ascGuestMaker(realm);
  return (host) => {
    if (asc === undefined) throw new Error(`${host.setup.file} is no script that this thread can run`);
    return asc(host);
  };
});
