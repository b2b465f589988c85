import type { Socket } from 'node:net';
import { Adaptor } from '../application/adaptor.js';
import type { ServerEnvironment } from '../application/application-environment.js';
import { DEFAULT_INSTANCE } from '../application/application-address.js';
import type { KeyAccess } from '../application/key-hook.js';
import type { ApplicationCompanion } from '../application/instance-companion.js';
import type { SafeName } from '../application/safe-name.js';
import { parseSafeName } from '../application/safe-name.js';
import { VirtualHost } from '../application/virtual-host.js';
import type { AdaptorConfiguration, ConfiguredCertificate, VirtualHostConfiguration } from '../config/configuration.js';
import { applicationSettings } from '../config/configuration.js';
import type { TrustedProxies } from '../net/admission.js';
import { ConnectionLimits } from '../net/connection-limits.js';
import type { ByteStream } from '../net/byte-stream.js';
import { RtmptSessions } from '../net/rtmpt-sessions.js';
import type { ListenAddress, TcpListenerGuests } from '../net/tcp-listener.js';
import { TcpListener } from '../net/tcp-listener.js';
import { TlsCertificates } from '../net/tls-certificates.js';
import { NetConnection } from '../netconnection/net-connection.js';
import type { HandshakeCrypto } from '../rtmp/handshake/handshake-crypto.js';
import type { MessageTransport } from '../netconnection/message-transport.js';
import { RtmpTransport } from '../transport/rtmp-transport.js';
import { RtmpeGate } from '../transport/rtmpe-gate.js';
import type { RtmptTunnel } from '../net/rtmpt-tunnel.js';
import type { SlateSource } from '../storage/slate-files.js';
import { configuredCatalog } from './configured-catalog.js';
import type { ConfiguredRestreams } from './configured-restreams.js';
import type { ConfiguredScripts } from './configured-scripts.js';
import type { ConfiguredWebhooks } from './configured-webhooks.js';
import type { EdgeMedia } from './edge-media.js';
import type { Links } from './links.js';
import type { MediaLibraries } from './media-libraries.js';
import { RemoteApplications } from './remote-applications.js';
import type { RecordingStores } from './recording-stores.js';
import type { SharedObjectStores } from './shared-object-stores.js';
import {
  connectionLimitOptions,
  netConnectionOptions,
  rtmpTransportOptions,
  trustedProxies,
  virtualHostOptions,
} from './room-options.js';
import { rtmptSessionsOptions, rtmptTunnelOptions } from './tunnel-options.js';

/** What everything in the process shares. */
export interface ServerDependencies extends ServerEnvironment {
  readonly crypto: HandshakeCrypto;
  readonly createId: () => string;
  readonly keys: KeyAccess;
  readonly slates: SlateSource;
  readonly libraries: MediaLibraries;
  readonly recordings: RecordingStores;
  readonly objectStores: Pick<SharedObjectStores, 'of' | 'start' | 'close'>;
  readonly webhooks: ConfiguredWebhooks;
  readonly scripts: Pick<ConfiguredScripts, 'of' | 'close'>;
  readonly restreams: ConfiguredRestreams;
  readonly links: Links;
  readonly edgeMedia: EdgeMedia;
}

/** An adaptor with its doors: the listeners, and what stands behind them. */
export class RunningAdaptor {
  readonly adaptor: Adaptor;
  /** What its listeners show to those who come with TLS. */
  readonly certificates: TlsCertificates<ConfiguredCertificate>;
  /** RTMPT, for those who speak HTTP. */
  readonly tunnel: RtmptTunnel;
  readonly #limits: ConnectionLimits;
  readonly #rtmpe: RtmpeGate;
  readonly #listeners: readonly TcpListener[];
  #configuration: AdaptorConfiguration;
  #connectionOptions: ReturnType<typeof connectionOptions>;
  #proxies: TrustedProxies;
  /** The connections of its listeners that speak HTTP. */
  readonly #httpSockets = new WeakSet<Socket>();
  #http: TcpListenerGuests['http'] = (socket) => socket.destroy();

  constructor(
    configuration: AdaptorConfiguration,
    private readonly dependencies: ServerDependencies,
  ) {
    const { clock, logger } = dependencies;
    this.#configuration = configuration;
    this.#connectionOptions = connectionOptions(configuration);
    this.adaptor = new Adaptor(configuration.name, dependencies.witness);
    this.adaptor.virtualHosts = configuration.virtualHosts.map(({ name }) => this.#makeHost(name));
    this.#proxies = trustedProxies(configuration);
    this.#limits = new ConnectionLimits(connectionLimitOptions(configuration));
    this.#rtmpe = new RtmpeGate(configuration.rtmpe, () => clock.now());
    this.certificates = new TlsCertificates(configuration.certificates);
    const options = {
      limits: this.#limits,
      proxies: () => this.#proxies,
      certificates: this.certificates,
      handshakeTimeout: () => this.#connectionOptions.transport.handshakeTimeout,
    };
    this.tunnel = {
      options: () => rtmptTunnelOptions(this.#configuration),
      sessions: new RtmptSessions(
        ...([() => rtmptSessionsOptions(this.#configuration), this.#limits, clock, logger] as const),
        (session) => this.accept(session),
      ),
    };
    const guests: TcpListenerGuests = {
      rtmp: (stream, since) => this.accept(stream, since),
      link: (stream) => dependencies.links.gate.accept(stream, this),
      http: (socket, proxied) => {
        this.#httpSockets.add(socket);
        this.#http(socket, proxied);
      },
    };
    this.#listeners = configuration.hostPortList.map(({ host = '', port, secure = false }) => {
      return new TcpListener({ host, port, secure }, options, clock, logger, guests);
    });
  }

  get addresses(): ListenAddress[] {
    return this.#listeners.map((listener) => listener.boundTo);
  }

  get limits(): ConnectionLimits {
    return this.#limits;
  }

  get rtmpe(): RtmpeGate {
    return this.#rtmpe;
  }

  /** Whether a connection that speaks HTTP came in by its listeners. */
  hasBrought(socket: Socket): boolean {
    return this.#httpSockets.has(socket);
  }

  /** @param http takes the connections that speak HTTP */
  async start(http?: TcpListenerGuests['http']): Promise<void> {
    if (http !== undefined) this.#http = http;
    for (const host of this.#configuration.virtualHosts) await this.#load(host, true);
    for (const listener of this.#listeners) await listener.start();
  }

  /**
   * Takes a new connection, as if it came in by a listener.
   *
   * @param since when it came, by the clock: its handshake must be done in time from there
   */
  accept(stream: ByteStream, since?: number): void {
    const { clock, crypto, logger } = this.dependencies;
    const { admits: admitsEncrypted } = this.#rtmpe;
    const connectionLogger = logger.child({ address: stream.remoteAddress, port: stream.remotePort });
    const { transport: options } = this.#connectionOptions;
    const open = (transport: MessageTransport): NetConnection => this.connectionOver(transport);
    const environment = { clock, crypto, options, open, admitsEncrypted, since: since ?? clock.now() };
    new RtmpTransport(stream, protocolOf(stream), environment, connectionLogger).start();
  }

  /** The server's side of a NetConnection over a transport that is open. */
  connectionOver(transport: MessageTransport): NetConnection {
    const { clock, createId, links, logger } = this.dependencies;
    const { connection: options } = this.#connectionOptions;
    const environment = { adaptor: this.adaptor, clock, createId, serverId: links.serverId, options };
    const { remoteAddress: address, remotePort: port } = transport;
    return new NetConnection(transport, environment, logger.child({ address, port }));
  }

  /** Takes over a new configuration. Connections stay; what listens where needs a restart. */
  async reconfigure(configuration: AdaptorConfiguration): Promise<void> {
    this.#configuration = configuration;
    this.#connectionOptions = connectionOptions(configuration);
    this.#proxies = trustedProxies(configuration);
    const { logger } = this.dependencies;
    for (const { certFile, names, expires } of this.certificates.replace(configuration.certificates)) {
      const until = new Date(expires).toISOString();
      logger.info('new connections get a new certificate', { file: certFile, names, expires: until });
    }
    this.#limits.reconfigure(connectionLimitOptions(configuration), this.dependencies.clock.now());
    this.#rtmpe.reconfigure(configuration.rtmpe);
    const present = new Map(this.adaptor.virtualHosts.map((host) => [host.name, host]));
    this.adaptor.virtualHosts = configuration.virtualHosts.map(({ name }) => present.get(name) ?? this.#makeHost(name));
    for (const host of this.adaptor.virtualHosts) {
      const settings = configuration.virtualHosts.find(({ name }) => name === host.name);
      if (settings === undefined) continue;
      await host.reconfigure(virtualHostOptions(settings));
      await this.#load(settings, false);
    }
  }

  stopAccepting(): void {
    this.tunnel.sessions.stopAccepting();
    for (const listener of this.#listeners) listener.stopAccepting();
  }

  async drained(): Promise<void> {
    const listeners = this.#listeners.map((listener) => listener.drained());
    await Promise.all([...listeners, this.tunnel.sessions.drained()]);
  }

  /** Sends what is queued and closes every connection, also those that are nobody's yet. */
  endAll(): void {
    this.tunnel.sessions.endAll();
    for (const listener of this.#listeners) listener.endAll();
  }

  destroyAll(): void {
    this.tunnel.sessions.destroyAll();
    for (const listener of this.#listeners) listener.destroyAll();
  }

  #makeHost(name: string): VirtualHost {
    const settings = (): VirtualHostConfiguration => this.#host(name);
    const { keys, slates, libraries, recordings, objectStores, webhooks, scripts, logger, clock } = this.dependencies;
    const { links, edgeMedia } = this.dependencies;
    const catalog = configuredCatalog(
      ...([settings, keys, slates, libraries, recordings, objectStores, webhooks, scripts, logger, clock] as const),
      (application) => this.#companion(name, application),
      new RemoteApplications(`${this.#configuration.name}/${name}`, links, edgeMedia, clock, logger),
    );
    return new VirtualHost(name, this.#configuration.name, virtualHostOptions(settings()), catalog, this.dependencies);
  }

  #host(name: string): VirtualHostConfiguration {
    const host = this.#configuration.virtualHosts.find((candidate) => candidate.name === name);
    if (host === undefined) throw new Error(`virtual host ${name} is not configured any more`);
    return host;
  }

  /**
   * Loads the applications that do not wait for a client: those that have playlists or sources of streams, and, when the
   * server starts, those that are configured so.
   */
  async #load(host: VirtualHostConfiguration, isStart: boolean): Promise<void> {
    const running = this.adaptor.virtualHosts.find(({ name }) => name === host.name);
    for (const folder of host.applicationFolders.keys()) {
      const name = parseSafeName(folder);
      if (name === undefined) continue;
      if (isStart && applicationSettings(host, folder).loadOnStartup) await running?.load(name, DEFAULT_INSTANCE);
      else if (host.applicationPlaylists.has(folder)) await running?.load(name);
      for (const instance of this.#companion(host.name, name).instances) await running?.load(name, instance);
    }
  }

  #companion(virtualHost: string, application: SafeName): ApplicationCompanion {
    return this.dependencies.restreams.companion({ adaptor: this.#configuration.name, virtualHost, application });
  }
}

/** `rtmp`, `rtmps`; `rtmpt`, `rtmpts` over HTTP; `rtmp-ws`, `rtmps-ws` over a WebSocket. */
function protocolOf({ secure, carrier }: ByteStream): string {
  if (carrier === 'http') return secure ? 'rtmpts' : 'rtmpt';
  const protocol = secure ? 'rtmps' : 'rtmp';
  return carrier === undefined ? protocol : `${protocol}-${carrier}`;
}

/** What every new connection is treated by, worked out once. */
function connectionOptions(configuration: AdaptorConfiguration) {
  return { transport: rtmpTransportOptions(configuration), connection: netConnectionOptions(configuration) };
}
