import { clientsPerAddressHook } from '../application/clients-per-address-hook.js';
import type { Hook } from '../application/hook.js';
import type { KeyAccess } from '../application/key-hook.js';
import { keyHook } from '../application/key-hook.js';
import { visitorHook } from '../application/visitor-hook.js';
import type { ApplicationSettings } from '../config/configuration.js';
import { keyRules, visitorRules } from './access-options.js';
import { latest } from './latest.js';

/**
 * The hooks that ask who somebody is, with the settings of their application as they are at the time.
 *
 * @param webhooks are asked when nothing else is against it
 */
export function accessHooks(
  application: string,
  settings: () => ApplicationSettings,
  keys: KeyAccess,
  webhooks: Hook,
): Hook[] {
  return [
    visitorHook(latest(settings, visitorRules)),
    keyHook(application, latest(settings, keyRules), keys),
    webhooks,
    clientsPerAddressHook(() => settings().resourceLimits.maxClientsPerAddress),
  ];
}
