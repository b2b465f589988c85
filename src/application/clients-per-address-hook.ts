import type { Hook } from './hook.js';
import { canonicalAddress } from './canonical-address.js';

/**
 * Bounds how many clients of one application, in all of its instances, come from one address. It counts
 * who is let in.
 *
 * @param limit Infinity for no bound
 */
export function clientsPerAddressHook(limit: () => number): Hook {
  const clients = new Map<string, number>();
  return {
    name: 'clients per address',
    onConnect({ facts }) {
      const address = canonicalAddress(facts.address);
      const present = clients.get(address) ?? 0;
      if (present >= limit()) {
        return {
          rule: 'application.resourceLimits.maxClientsPerAddress',
          reason: 'limit',
          description: '[ Resource.Limit.Exceeded ] : There are as many clients from your address as there may be.',
        };
      }
      clients.set(address, present + 1);
      return undefined;
    },
    onDisconnect({ facts }) {
      const address = canonicalAddress(facts.address);
      const left = (clients.get(address) ?? 1) - 1;
      if (left === 0) clients.delete(address);
      else clients.set(address, left);
    },
  };
}
