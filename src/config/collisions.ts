import { join } from 'node:path';
import type { AdaptorConfiguration, VirtualHostConfiguration } from './configuration.js';
import { formatHostPort, portsCollide } from './host-port.js';
import type { Problem } from './problem.js';

/** Listeners, of one adaptor or of two, of which only one could exist. */
export function portCollisions(adaptors: readonly AdaptorConfiguration[], confDir: string): Problem[] {
  const listeners = adaptors.flatMap(({ name, hostPortList }) => hostPortList.map((address) => ({ name, address })));
  return listeners.flatMap((later, index) => {
    const first = listeners.slice(0, index).find(({ address }) => portsCollide(address, later.address));
    if (first === undefined) return [];
    return {
      file: join(confDir, later.name, 'adaptor.yaml'),
      key: 'hostPortList',
      message: `${formatHostPort(later.address)} is taken by ${formatHostPort(first.address)} of ${first.name}`,
      mend: 'give each listener a port of its own',
      severity: 'error' as const,
    };
  });
}

/** Host names, of folders and of aliases, that would lead to two virtual hosts of an adaptor. */
export function nameCollisions(virtualHosts: readonly VirtualHostConfiguration[], adaptorFolder: string): Problem[] {
  const owners = new Map(virtualHosts.map(({ name }) => [name.toLowerCase(), name]));
  return virtualHosts.flatMap(({ name, aliasList }) =>
    aliasList.flatMap((alias) => {
      const owner = owners.get(alias.toLowerCase());
      owners.set(alias.toLowerCase(), owner ?? name);
      if (owner === undefined) return [];
      return {
        file: join(adaptorFolder, name, 'vhost.yaml'),
        key: 'aliasList',
        message: `${alias} already leads to ${owner}`,
        mend: 'leave it in one of the two',
        severity: 'error' as const,
      };
    }),
  );
}
