import type { KeyRules } from '../application/key-hook.js';
import type { ActionVisitorRules } from '../application/visitor-hook.js';
import type { ApplicationSettings } from '../config/configuration.js';
import { addressRules } from '../net/address-rules.js';

/** What the keys of an application are asked for. */
export function keyRules({ publish, play }: ApplicationSettings): KeyRules {
  return {
    publish: { requires: publish.requires, exempt: exempt(publish.exempt) },
    play: { requires: play.requires, exempt: exempt(play.exempt) },
    login: publish.login === 'none' ? undefined : publish.login,
  };
}

export function visitorRules({ publish, play }: ApplicationSettings): Record<'publish' | 'play', ActionVisitorRules> {
  return { publish, play };
}

function exempt(allow: readonly string[]): KeyRules['publish']['exempt'] {
  return addressRules({ allow, deny: [], order: 'allow,deny' });
}
