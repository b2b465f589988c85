import { ascGuestMaker } from './asc-guest.js';
import { moduleGuestMaker } from './module-guest.js';
import { runScriptWorker } from './run-script-worker.js';

/** The thread of an application's script, as the server starts it. */
runScriptWorker((realm) => {
  const asc = realm === undefined ? undefined : ascGuestMaker(realm);
  return (host) => {
    if (host.setup.language === 'module') return moduleGuestMaker(host);
    if (asc === undefined) throw new Error('the library of main.asc did not come');
    return asc(host);
  };
});
