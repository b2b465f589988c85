import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ServerSettings } from '../config/configuration.js';
import { CLIENT_STREAM } from '../edge/client-words.js';
import { LinkGate } from '../edge/link-gate.js';
import type { LinkSnapshot } from '../edge/link-gate.js';
import { LinkedClients } from '../edge/linked-clients.js';
import type { LinkTotalsSnapshot } from '../edge/link-totals.js';
import { LinkTotals } from '../edge/link-totals.js';
import { Origins } from '../edge/origins.js';
import type { Origin } from '../edge/origins.js';
import type { RouteTarget } from '../edge/route-table.js';
import { describeTarget } from '../edge/route-table.js';
import { UpstreamLink } from '../edge/upstream-link.js';
import type { LinkStatistics } from '../link/link-line.js';
import type { LinkOptions } from '../link/link-options.js';
import { defaultLinkOptions } from '../link/link-options.js';
import type { Logger } from '../log/logger.js';
import type { DialTarget } from '../net/dial-target.js';
import { Dialer } from '../net/dialer.js';
import type { LinkIdentity } from '../net/link-listener.js';
import { OutgoingAddresses } from '../net/outgoing-addresses.js';
import type { HandshakeCrypto } from '../rtmp/handshake/handshake-crypto.js';
import { readSecret } from '../storage/secret-file.js';
import type { Clock } from '../time/clock.js';
import { RtmpConnector } from '../transport/rtmp-connector.js';
import type { RtmpTransportOptions } from '../transport/rtmp-transport-options.js';
import { forgetOldest } from './forget-oldest.js';
import type { LinkDoor } from './link-door.js';
import { LinkListeners } from './link-listeners.js';

export interface LinksMeans {
  readonly clock: Clock;
  readonly crypto: HandshakeCrypto;
  readonly logger: Logger;
  /** The id of this server, among those that it is linked with. */
  readonly serverId: string;
  readonly rtmp: () => RtmpTransportOptions;
}

/** A link that this server has made, as it is now. */
export interface UpstreamSnapshot extends Partial<LinkStatistics> {
  /** `link://origin.example.com:1935` */
  readonly origin: string;
  readonly isOpen: boolean;
}

/** The links with other servers: those that came, and those to origins. */
export class Links {
  readonly gate: LinkGate<LinkDoor>;
  /** The clients of edges. */
  readonly clients = new LinkedClients();
  readonly #upstream = new Map<string, UpstreamLink>();
  readonly #origins = new Map<string, Origins>();
  readonly #toOrigins = new LinkTotals();
  #settings: Pick<ServerSettings['link'], 'pingPeriod' | 'silence' | 'failover'> = {
    ...defaultLinkOptions,
    failover: 0,
  };
  #secret: string | undefined;
  #certificates: string | undefined;
  #identity: LinkIdentity | undefined;
  /** Behind the listeners of `link.listen`. */
  #door: LinkDoor | undefined;
  readonly #listeners: LinkListeners;

  constructor(private readonly means: LinksMeans) {
    const { clock, crypto, logger, serverId: name } = means;
    this.gate = new LinkGate({
      ...{ clock, crypto, logger, name },
      options: () => this.#options,
      secret: () => this.#secret,
    });
    this.#listeners = new LinkListeners((stream) => {
      if (this.#door === undefined) stream.destroy();
      else this.gate.accept(stream, this.#door, true);
    }, logger);
    this.gate.serve(CLIENT_STREAM, (stream, line, adaptor) => {
      this.clients.serve(stream, line, (transport) => adaptor.connectionOver(transport));
    });
  }

  get serverId(): string {
    return this.means.serverId;
  }

  /** Links of edges, and links to origins. */
  get snapshot(): { readonly edges: readonly LinkSnapshot[]; readonly origins: readonly UpstreamSnapshot[] } {
    const origins = [...this.#upstream].map(([origin, { isOpen, statistics }]) => ({ origin, isOpen, ...statistics }));
    return { edges: this.gate.links, origins };
  }

  /** What the links in either direction came to. */
  get totals(): Readonly<Record<'to-origin' | 'from-edge', LinkTotalsSnapshot>> {
    const open = [...this.#upstream.values()].flatMap(({ statistics }) => statistics ?? []);
    return { 'to-origin': this.#toOrigins.with(open), 'from-edge': this.gate.totals };
  }

  /** Reads the secret and the certificates; what cannot be read is not there. */
  async configure(settings: ServerSettings['link']): Promise<void> {
    this.#settings = settings;
    const { secretFile, caFile } = settings;
    this.#secret = await this.#read('link.secretFile', secretFile, readSecret);
    const read = (key: string, path: string) => this.#read(key, path, (file) => readFile(file, 'utf8'));
    this.#certificates = await read('link.caFile', caFile);
    const certificate = await read('link.certFile', settings.certFile);
    const key = await read('link.keyFile', settings.keyFile);
    this.#identity =
      certificate === undefined || key === undefined
        ? undefined
        : { certificate, key, authorities: this.#certificates ?? '' };
    if (this.#door !== undefined) await this.#listen(settings);
  }

  /** Opens `link.listen`; who comes in by it stands at that door. */
  async open(door: LinkDoor, settings: ServerSettings['link']): Promise<void> {
    this.#door = door;
    await this.#listen(settings);
  }

  /** No port is for everybody: without an authority of one's own there is none. */
  #listen(settings: ServerSettings['link']): Promise<void> {
    return this.#listeners.configure(settings, this.#certificates === undefined ? undefined : this.#identity);
  }

  /**
   * The servers behind a route; the same for the same targets.
   *
   * @param allow private addresses that servers may have which a client has named
   */
  originsOf(targets: readonly RouteTarget[], timeout: number, allow: readonly string[]): Origins {
    const key = JSON.stringify([targets, timeout, allow]);
    const known = this.#origins.get(key);
    if (known !== undefined) return known;
    const origins = new Origins(
      targets.map((target) => this.#originOf(target, timeout, allow)),
      this.means.clock,
    );
    forgetOldest(this.#origins, () => true);
    this.#origins.set(key, origins);
    return origins;
  }

  close(): void {
    this.#listeners.close();
    this.gate.close();
    for (const link of this.#upstream.values()) link.close();
  }

  #originOf(target: RouteTarget, timeout: number, allow: readonly string[]): Origin {
    const { clock, crypto, logger, serverId: name } = this.means;
    const dialer = {
      dial: (to: DialTarget, signal: AbortSignal) => this.#dialer(target, allow).dial(to, signal),
    };
    if (target.way === 'rtmp') {
      const connector = new RtmpConnector({ clock, crypto, logger, options: this.means.rtmp(), dialer });
      return { way: 'rtmp', target, connector };
    }
    const key = `${describeTarget(target)}${target.byClient === true ? ` ${allow.join()}` : ''}`;
    const link =
      this.#upstream.get(key) ??
      new UpstreamLink(target, {
        ...{ dialer, clock, crypto, logger, name, timeout, random: Math.random, options: () => this.#options },
        secret: () => this.#secret,
        patience: () => this.#settings.failover,
        ended: (statistics) => this.#toOrigins.ended(statistics),
      });
    forgetOldest(this.#upstream, ({ isOpen }) => !isOpen);
    this.#upstream.set(key, link);
    return { way: 'link', target, link };
  }

  /** What an operator wrote may stand for any private address, what a client has named only for those that are allowed. */
  #dialer({ byClient }: RouteTarget, allow: readonly string[]): Dialer {
    const addresses =
      byClient === true ? new OutgoingAddresses(allow, undefined, 'script') : new OutgoingAddresses(['all']);
    return new Dialer(addresses, this.#certificates, byClient === true ? undefined : this.#identity);
  }

  get #options(): LinkOptions {
    const { pingPeriod, silence } = this.#settings;
    return { ...defaultLinkOptions, pingPeriod, silence };
  }

  async #read(key: string, path: string, read: (path: string) => Promise<string>): Promise<string | undefined> {
    if (path === '') return undefined;
    try {
      return await read(resolve(path));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.means.logger.error(`${key} cannot be used: the file ${why}`, { file: path });
      return undefined;
    }
  }
}
