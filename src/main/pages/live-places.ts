import type { InstancePlace } from '../../admin/api/schema/values.js';
import type { Page } from '../../admin/api/schema/values.js';
import type { PageQuestion } from '../../admin/server-pages.js';
import type { ApplicationInstance } from '../../application/application-instance.js';
import type { VirtualHost } from '../../application/virtual-host.js';
import type { AfterglowServer } from '../afterglow-server.js';

/** A virtual host that runs, and that of which adaptor it is. */
export interface LiveHost {
  readonly adaptor: string;
  readonly host: VirtualHost;
}

/** An instance that runs, and where. */
export interface LiveInstance {
  readonly place: InstancePlace;
  readonly instance: ApplicationInstance;
}

/** The virtual hosts that a question is about. */
export function* hostsOf(
  server: AfterglowServer,
  { adaptor: wanted, virtualHost }: Partial<Pick<PageQuestion, 'adaptor' | 'virtualHost'>> = {},
): Generator<LiveHost, void> {
  for (const { adaptor } of server.adaptors) {
    if (wanted !== undefined && adaptor.name !== wanted) continue;
    for (const host of adaptor.allVirtualHosts) {
      if (virtualHost === undefined || host.name === virtualHost) yield { adaptor: adaptor.name, host };
    }
  }
}

/** The instances that a question is about. */
export function* instancesOf(
  server: AfterglowServer,
  question: Partial<PageQuestion> = {},
): Generator<LiveInstance, void> {
  for (const { adaptor, host } of hostsOf(server, question)) {
    for (const { name: application, instances } of named(host.applications, question.application)) {
      for (const instance of named(instances, question.instance)) {
        yield { place: { adaptor, virtualHost: host.name, application, instance: instance.name }, instance };
      }
    }
  }
}

/** All, or that of a name: there may be thousands. */
function named<Item>(items: ReadonlyMap<string, Item>, name: string | undefined): Iterable<Item> {
  if (name === undefined) return items.values();
  const item = items.get(name);
  return item === undefined ? [] : [item];
}

/** The instance at a place, if it runs. */
export function instanceAt(server: AfterglowServer, place: InstancePlace): ApplicationInstance | undefined {
  const [found] = instancesOf(server, place);
  return found?.instance;
}

/**
 * A page of a list that is made anew for each question: counts what is meant, and shows what is on the page. The cursor
 * is the name of the last item before; if that is gone, the page begins with what would come behind it.
 *
 * @param keyOf sorts the items: unlike for any two
 */
export function sortedPage<Item, Shown>(
  items: Iterable<Item>,
  { limit, cursor }: Pick<PageQuestion, 'limit' | 'cursor'>,
  keyOf: (item: Item) => string,
  show: (item: Item) => Shown,
): Page<Shown> {
  const keyed = [...items].map((item) => ({ key: keyOf(item), item })).sort((a, b) => compare(a.key, b.key));
  const from = cursor === undefined ? 0 : firstBehind(keyed, cursor);
  const shown = keyed.slice(from, from + limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ item }) => show(item)),
    total: keyed.length,
    ...(last === undefined || from + limit >= keyed.length ? {} : { next: last.key }),
  };
}

/** What sorts and tells apart the things of instances. */
export function placeKey({ adaptor, virtualHost, application, instance }: InstancePlace, name = ''): string {
  return [adaptor, virtualHost, application, instance, name].join('\u0001');
}

/** Whether one of the texts contains what is searched for; any if nothing is. */
export function isFound(search: string | undefined, ...texts: readonly string[]): boolean {
  if (search === undefined || search === '') return true;
  const wanted = search.toLowerCase();
  return texts.some((text) => text.toLowerCase().includes(wanted));
}

function firstBehind(keyed: readonly { readonly key: string }[], cursor: string): number {
  const at = keyed.findIndex(({ key }) => compare(key, cursor) > 0);
  return at < 0 ? keyed.length : at;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
