import type { InstancePlace } from '../../../src/admin/api/schema/index.js';
import { hrefOf } from './place-address.js';
import { goTo } from './router.js';

const DEFAULTS = { adaptor: '_defaultRoot_', virtualHost: '_defaultVHost_' } as const;

/** `application/instance`, with the virtual host before it if that is not the one everybody has. */
export function whereOf({ adaptor, virtualHost, application, instance }: InstancePlace): string {
  const local = `${application}/${instance}`;
  if (adaptor === DEFAULTS.adaptor && virtualHost === DEFAULTS.virtualHost) return local;
  return `${adaptor === DEFAULTS.adaptor ? '' : `${adaptor}:`}${virtualHost} ${local}`;
}

/** What the API wants to know of a virtual host. */
export function hostOf({ adaptor, virtualHost }: Pick<InstancePlace, 'adaptor' | 'virtualHost'>) {
  return { adaptor, virtualHost };
}

function pathOf({ adaptor, virtualHost, application, instance }: InstancePlace): readonly string[] {
  return [adaptor, virtualHost, application, instance];
}

/** The place that stands at the beginning of a path of {@link instanceHref} and the others. */
export function placeIn([adaptor = '', virtualHost = '', application = '', instance = '']: readonly string[]) {
  return { adaptor, virtualHost, application, instance } satisfies InstancePlace;
}

export function instanceHref(place: InstancePlace): string {
  return hrefOf('instances', pathOf(place));
}

export function clientHref(id: string): string {
  return hrefOf('clients', [id]);
}

export function streamHref(stream: InstancePlace & { readonly name: string }): string {
  return hrefOf('streams', [...pathOf(stream), stream.name]);
}

export function objectHref(object: InstancePlace & { readonly name: string; readonly persistent: boolean }): string {
  return hrefOf('objects', [...pathOf(object), object.persistent ? 'persistent' : 'temporary', object.name]);
}

/** The address of a list that shows only what belongs to one instance. */
export function listHref(page: string, place: InstancePlace): string {
  return hrefOf(page, [], { ...place });
}

/** The filter of a list in the address of the page, as the API takes it. */
export function filterIn(query: URLSearchParams): Readonly<Record<string, string>> {
  const names = ['adaptor', 'virtualHost', 'application', 'instance', 'search', 'only'];
  return Object.fromEntries(names.flatMap((name) => (query.has(name) ? [[name, query.get(name)!]] : [])));
}

/** Changes the filter of the list that is shown; the browser's way back does not lead through each letter. */
export function setFilter(page: string, path: readonly string[], filter: Readonly<Record<string, string>>): void {
  goTo(hrefOf(page, path, filter), { replace: true });
}
