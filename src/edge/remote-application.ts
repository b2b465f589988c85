import type { AmfObject, AmfValue } from '../amf/value.js';
import type { ApplicationPlace } from '../application/application-place.js';
import type { Client } from '../application/client.js';
import { nextHopOf } from '../application/explicit-address.js';
import type { Hook } from '../application/hook.js';
import type { Refusal } from '../application/refusal.js';
import { isRefusal } from '../application/refusal.js';
import type { StreamName } from '../application/stream-name.js';
import type { Origins } from './origins.js';
import type { Route, RouteTarget, WrittenTarget } from './route-table.js';
import { describeTarget, findRoute } from './route-table.js';
import type { RemotePlace } from './media-header.js';
import type { ForwardingTerms } from './upstream-address.js';
import { forwardedConnect } from './upstream-address.js';
import type { UpstreamClientMeans } from './upstream-client.js';
import { UpstreamClient } from './upstream-client.js';

/** How an application is in remote mode, as it is configured now. */
export interface RemoteTerms extends ForwardingTerms {
  readonly routes: readonly Route[];
  /** Servers that clients may name themselves. */
  readonly explicit: readonly WrittenTarget[];
}

export interface RemoteMeans extends UpstreamClientMeans {
  readonly terms: () => RemoteTerms;
  /** The origins of a route; the same for the same targets. */
  readonly origins: (targets: readonly RouteTarget[]) => Origins;
}

/** Instances of which it is known where they were when nobody is there any more. */
const MAX_REMEMBERED = 1000;
/** Edges on one way; with more it is taken for a circle. */
const MAX_EDGES = 8;

/** An application whose instances run on other servers: the last hook of the gate asks there. */
export class RemoteApplication {
  readonly #upstream = new Map<Client, UpstreamClient>();
  /** Which servers are behind each instance: those of the first client that came. */
  readonly #origins = new Map<string, Origins>();

  constructor(
    private readonly name: string,
    private readonly means: RemoteMeans,
  ) {}

  readonly hook: Hook = {
    name: 'origin',
    onConnect: (client, place, args) => this.#connect(client, place, args),
    onLeave: (client) => this.#left(client),
    onDisconnect: (client) => this.#left(client),
    onPlay: (client, stream) => this.#upstream.get(client)?.mayPlay(written(stream)) ?? notHere,
    onStop: (client, stream) => this.#upstream.get(client)?.stopped(written(stream)),
  };

  /** Whether a client of it is here. */
  get isUsed(): boolean {
    return this.#upstream.size > 0;
  }

  /** The servers behind an instance; undefined before its first client. */
  originsOf(instance: string): Origins | undefined {
    return this.#origins.get(instance);
  }

  /** What an instance is called on a server behind it; undefined before its first client. */
  placeAt(instance: string, target: RouteTarget): RemotePlace | undefined {
    const connect = this.#connects.get(instance)?.(target);
    const [app, tcUrl] = [connect?.get('app'), connect?.get('tcUrl')];
    return typeof app === 'string' && typeof tcUrl === 'string' ? { app, tcUrl } : undefined;
  }

  /** Whether the route or the list of explicit addresses lets anybody through; undefined if so. */
  route(uri: string): readonly RouteTarget[] | Refusal {
    const { routes, explicit } = this.means.terms();
    const hop = nextHopOf(this.name);
    if (hop !== undefined) {
      const pattern = explicit.find(({ host, port }) => fits(host, hop.host) && fits(port, String(hop.port)));
      if (pattern === undefined) return denied('proxy.explicit', 'This server does not lead there.');
      return [{ ...hop, way: pattern.way, byClient: true }];
    }
    const { host, port } = dialled(uri);
    const targets = findRoute(routes, host, port);
    if (targets === undefined) return denied('proxy.routeTable: no route fits', 'There is no route to an origin.');
    return targets.length > 0 ? targets : denied('proxy.routeTable: null', 'There is no way from here.');
  }

  async #connect(client: Client, place: ApplicationPlace, args: readonly AmfValue[]): Promise<Refusal | undefined> {
    const { via = [], uri } = client.facts;
    const terms = this.means.terms();
    if (via.includes(terms.serverId) || via.length >= MAX_EDGES) {
      this.means.logger.error('a circle of edges', { application: place.path, via });
      return denied('proxy: the way leads in a circle', 'The way to the origin leads in a circle.');
    }
    const targets = this.route(uri);
    if (isRefusal(targets)) return targets;
    const origins = this.means.origins(targets);
    const known = this.#origins.get(place.name);
    if (known !== undefined && known !== origins && this.#isUsed(place.name)) {
      const where = known.all.map(({ target }) => describeTarget(target)).join(', ');
      return denied(`proxy.routeTable: the instance is that of ${where}`, 'This instance belongs to another origin.');
    }
    this.#origins.set(place.name, origins);
    const connect = (target: RouteTarget) =>
      forwardedConnect(client.conversation?.connectObject, client.facts, place.path, target, terms);
    this.#connects.set(place.name, connect);
    const upstream = new UpstreamClient({ client, origins, connect, args }, this.means);
    this.#upstream.set(client, upstream);
    this.#places.set(client, place.name);
    client.relay = upstream;
    const refusal = await upstream.connect();
    if (refusal !== undefined) this.#left(client);
    return refusal;
  }

  readonly #places = new Map<Client, string>();
  /** What the client that came to an instance last says to an origin. */
  readonly #connects = new Map<string, (target: RouteTarget) => AmfObject>();

  #isUsed(instance: string): boolean {
    return [...this.#places.values()].includes(instance);
  }

  #left(client: Client): void {
    this.#upstream.get(client)?.close();
    this.#upstream.delete(client);
    const place = this.#places.get(client);
    this.#places.delete(client);
    if (place === undefined || this.#origins.size <= MAX_REMEMBERED || this.#isUsed(place)) return;
    this.#origins.delete(place);
    this.#connects.delete(place);
  }
}

const notHere: Refusal = {
  rule: 'proxy: the client has no place at the origin',
  reason: 'failed',
  description: 'The origin does not know this client.',
};

function denied(rule: string, description: string): Refusal {
  return { rule, reason: 'denied', description: `[ Server.Reject ] : ${description}` };
}

/** The name as a client says it, with its prefix and its query: the origin's rules may want them. */
function written({ type, name, query }: StreamName): string {
  return `${type === 'flv' ? '' : `${type}:`}${name}${query === '' ? '' : `?${query}`}`;
}

/** Host and port of a tcUrl. */
function dialled(uri: string): { host: string; port: number } {
  const match = /^([a-z]+):\/\/(?:[^/?#]*@)?(\[[0-9a-f:.]+\]|[\p{L}\p{N}._-]+)(?::(\d{1,5}))?/iu.exec(uri);
  const [, scheme = '', host = '', port] = match ?? [];
  const standard = /s$/i.test(scheme) ? 443 : 1935;
  return { host: host.replace(/^\[|\]$/g, '').toLowerCase(), port: port === undefined ? standard : Number(port) };
}

function fits(pattern: string, text: string): boolean {
  return pattern === '*' || pattern === text;
}
