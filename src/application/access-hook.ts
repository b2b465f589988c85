import type { AddressRules } from './address-rules.js';
import type { ApplicationOptions } from './application-options.js';
import type { Client } from './client.js';
import type { Hook } from './hook.js';
import type { Refusal } from './refusal.js';

/** The rules of the configuration: from which addresses an application may be published to and played from. */
export function accessHook(options: () => ApplicationOptions): Hook {
  const mayPlay: Hook['mayPlay'] = (client, stream) => check(options().play, client, 'play', stream.name);
  return {
    name: 'access',
    onPublish: (client, stream) => check(options().publish, client, 'publish', stream.name),
    onPlay: mayPlay,
    mayPlay,
  };
}

function check(rules: AddressRules, client: Client, action: 'publish' | 'play', name: string): Refusal | undefined {
  const rule = rules.refuses(client.facts.address);
  if (rule === undefined) return undefined;
  return {
    rule: `application.${action}: ${rule}`,
    reason: 'denied',
    description: `You may not ${action} ${name} from ${client.facts.address}.`,
  };
}
