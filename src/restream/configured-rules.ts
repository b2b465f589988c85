import { fnv1a } from '../bytes/fnv1a.js';
import type { RestreamPlace } from '../application/restream-control.js';
import { checkedRestream, isRefused } from './checked-restream.js';
import type { RestreamRule } from './restream-rule.js';
import type { ConfiguredSource, RestreamSettings } from './restream-settings.js';

/** What the configuration of an application asks for. Ids stay the same as long as stream and address do. */
export function configuredRules({
  settings,
  ...application
}: Omit<RestreamPlace, 'instance'> & { readonly settings: RestreamSettings }): RestreamRule[] {
  const ids = new Set<string>();
  const rule = (kind: RestreamRule['kind'], configured: ConfiguredSource): RestreamRule[] => {
    const { instance, ...wanted } = configured;
    const place = { ...application, instance };
    const base = idOf(kind, place, configured);
    let id = base;
    for (let count = 2; ids.has(id); count++) id = `${base}-${count}`;
    ids.add(id);
    const checked = checkedRestream({ ...wanted, kind, place }, 'configuration', id);
    // What is configured was checked when it was read.
    return isRefused(checked) ? [] : [checked];
  };
  return [
    ...settings.targets.flatMap((target) => rule('target', { ...target, onDemand: false })),
    ...settings.sources.flatMap((source) => rule('source', source)),
  ];
}

/** Without the name there, which may be a key. */
function idOf(kind: string, place: RestreamPlace, { stream, url }: ConfiguredSource): string {
  const { adaptor, virtualHost, application, instance } = place;
  const text = JSON.stringify([kind, adaptor, virtualHost, application, instance, stream, url.replace(/\?.*$/s, '')]);
  const hash = fnv1a(new TextEncoder().encode(text));
  return `c${hash.toString(16).padStart(8, '0')}`;
}
