import type { GuestMaker } from './guest-maker.js';
import { untimedGuest } from './untimed-guest.js';

/** Makes instances of applications that are ES modules, which all share the realm of Node.js. */
export const moduleGuestMaker: GuestMaker = async (host) => {
  // Threads that run main.asc do not need it.
  const { loadApplication } = await import('../ts/load-application.js');
  return untimedGuest(await loadApplication(host, host.setup));
};
