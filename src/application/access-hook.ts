import type { AddressRules } from './address-rules.js';
import type { ApplicationOptions } from './application-options.js';
import type { Client } from './client.js';
import { coversName } from './folder-access.js';
import type { Hook } from './hook.js';
import type { Refusal } from './refusal.js';
import type { StreamName } from './stream-name.js';

/**
 * The rules of the configuration: from which addresses an application may be published to and played from; and of the
 * client, the folders in which it may do so.
 */
export function accessHook(options: () => ApplicationOptions): Hook {
  const mayPlay: Hook['mayPlay'] = (client, { name }) =>
    checkAddress(options().play, client, 'play', name) ?? checkFolder(client.readAccess, 'readAccess', 'play', name);
  return {
    name: 'access',
    onPublish: (client, { name }) =>
      checkAddress(options().publish, client, 'publish', name) ??
      checkFolder(client.writeAccess, 'writeAccess', 'publish', name),
    onPlay: mayPlay,
    mayPlay,
  };
}

type Action = 'publish' | 'play';

function checkAddress(
  rules: AddressRules,
  { facts: { address } }: Client,
  action: Action,
  name: StreamName['name'],
): Refusal | undefined {
  const rule = rules.refuses(address);
  if (rule === undefined) return undefined;
  const description = `You may not ${action} ${name} from ${address}.`;
  return { rule: `application.${action}: ${rule}`, reason: 'denied', description };
}

function checkFolder(
  folders: string,
  access: 'readAccess' | 'writeAccess',
  action: Action,
  name: StreamName['name'],
): Refusal | undefined {
  if (coversName(folders, name)) return undefined;
  const description = `You may not ${action} ${name}: no ${access} for that folder.`;
  return { rule: `application.client.access.${access}`, reason: 'denied', description };
}
