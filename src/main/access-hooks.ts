import { clientsPerAddressHook } from '../application/clients-per-address-hook.js';
import type { Hook } from '../application/hook.js';
import type { KeyAccess } from '../application/key-hook.js';
import { keyHook } from '../application/key-hook.js';
import { visitorHook } from '../application/visitor-hook.js';
import type { ApplicationSettings } from '../config/configuration.js';
import { keyRules, visitorRules } from './access-options.js';

/** The hooks that ask who somebody is, with the settings of their application as they are at the time. */
export function accessHooks(application: string, settings: () => ApplicationSettings, keys: KeyAccess): Hook[] {
  return [
    visitorHook(latest(settings, visitorRules)),
    keyHook(application, latest(settings, keyRules), keys),
    clientsPerAddressHook(() => settings().resourceLimits.maxClientsPerAddress),
  ];
}

/** Makes rules of settings, and makes them anew only when the settings are others. */
function latest<Rules>(settings: () => ApplicationSettings, make: (settings: ApplicationSettings) => Rules) {
  let made: { readonly of: ApplicationSettings; readonly rules: Rules } | undefined;
  return (): Rules => {
    const present = settings();
    if (made?.of !== present) made = { of: present, rules: make(present) };
    return made.rules;
  };
}
