import type { ApplicationCatalog, ApplicationDefinition } from '../application/application-environment.js';
import type { KeyAccess } from '../application/key-hook.js';
import type { VirtualHostConfiguration } from '../config/configuration.js';
import { applicationSettings } from '../config/configuration.js';
import { accessHooks } from './access-hooks.js';
import { applicationOptions } from './room-options.js';

/** The applications of a virtual host as its configuration has them now. */
export function configuredCatalog(configuration: () => VirtualHostConfiguration, keys: KeyAccess): ApplicationCatalog {
  return {
    find(name): Promise<ApplicationDefinition | undefined> {
      const host = configuration();
      if (!host.applicationFolders.has(name)) return Promise.resolve(undefined);
      const hooks = accessHooks(name, () => applicationSettings(configuration(), name), keys);
      return Promise.resolve({ options: applicationOptions(applicationSettings(host, name)), hooks });
    },
  };
}
