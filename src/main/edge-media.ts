import { resolve } from 'node:path';
import type { ApplicationInstance } from '../application/application-instance.js';
import { parseApplicationAddress } from '../application/application-address.js';
import type { ApplicationDefinition } from '../application/application-definition.js';
import type { ApplicationOptions } from '../application/application-options.js';
import type { ApplicationSettings, ServerSettings } from '../config/configuration.js';
import { serveFile } from '../edge/file-service.js';
import { LiveCompanion } from '../edge/live-companion.js';
import { serveLive } from '../edge/live-service.js';
import type { RemotePlace } from '../edge/media-header.js';
import { servePublication } from '../edge/publication-service.js';
import type { RemoteApplication } from '../edge/remote-application.js';
import { RemoteLibrary } from '../edge/remote-library.js';
import { MediaStream, RoutedMedia } from '../edge/routed-media.js';
import { SharedReads } from '../edge/shared-reads.js';
import type { LinkLine } from '../link/link-line.js';
import type { LinkStream } from '../link/link-stream.js';
import type { Logger } from '../log/logger.js';
import { defaultOutgoingOptions } from '../netconnection/client/outgoing-options.js';
import type { BlockCacheStatistics } from '../storage/block-cache.js';
import { BlockCache } from '../storage/block-cache.js';
import type { DiskCacheStatistics } from '../storage/disk-cache.js';
import { DiskCache } from '../storage/disk-cache.js';
import { FileDescriptions } from '../storage/file-descriptions.js';
import type { SharedSources } from '../storage/shared-sources.js';
import type { FlushPace } from '../stream/flush-pace.js';
import type { SegmentCache } from '../stream/segment-cache.js';
import type { Clock } from '../time/clock.js';
import type { Links } from './links.js';
import type { LinkDoor } from './link-door.js';

export interface EdgeMediaMeans {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly pace: FlushPace;
  readonly sources: SharedSources;
  readonly segments: () => SegmentCache;
  readonly dataDir: string;
  /** As it is configured now. */
  readonly cache: () => ServerSettings['originCache'];
}

/** The media between edges and origins: what this server gives to its edges, and what it has of its origins. */
export class EdgeMedia {
  readonly #disk: DiskCache;
  readonly #cache: BlockCache;
  readonly #descriptions: FileDescriptions;

  constructor(private readonly means: EdgeMediaMeans) {
    const { cache, clock, dataDir, logger } = means;
    const folder = (): string => (cache().dir === '' ? resolve(dataDir, 'cache', 'origin') : resolve(cache().dir));
    this.#disk = new DiskCache(folder, () => cache().maxSize, clock, logger);
    this.#cache = new BlockCache(() => cache().maxMemory, this.#disk);
    this.#descriptions = new FileDescriptions(this.#disk);
  }

  /** What lies in memory and on the disk of the recorded media of origins. */
  get statistics(): { readonly memory: BlockCacheStatistics; readonly disk: DiskCacheStatistics } {
    return { memory: this.#cache.statistics, disk: this.#disk.statistics };
  }

  /** Gives edges what they ask for over their links. */
  serve(links: Links): void {
    const { logger } = this.means;
    const reads = new SharedReads();
    const means = (adaptor: LinkDoor) => ({ logger, find: (place: RemotePlace) => instanceAt(adaptor, place) });
    links.gate.serve(MediaStream.play, (stream, line, adaptor) =>
      this.#settle(stream, serveLive(stream, nameOf(line), means(adaptor))),
    );
    links.gate.serve(MediaStream.file, (stream, line, adaptor) =>
      this.#settle(stream, serveFile(stream, nameOf(line), { ...means(adaptor), reads })),
    );
    links.gate.serve(MediaStream.publish, (stream, line) =>
      this.#settle(
        stream,
        servePublication(stream, (client) => links.clients.find(line, client)),
      ),
    );
  }

  /**
   * What an application that runs on another server has of its media there.
   *
   * @param place adaptor, virtual host and name of it, the same after a restart
   */
  of(
    application: RemoteApplication,
    place: string,
    settings: () => ApplicationSettings,
    { live }: ApplicationOptions,
  ): Required<Pick<ApplicationDefinition, 'media' | 'companion'>> {
    const { clock, logger, pace, sources } = this.means;
    const proxy = () => settings().proxy;
    const origin = new RoutedMedia({
      ...{ clock, random: Math.random, routes: application },
      timeout: () => proxy().requestTimeout,
      linger: () => proxy().linger,
      forgotten: (source) => this.means.segments().forget(source),
      outgoing: (connector) => ({ connector, clock, logger, options: defaultOutgoingOptions }),
    });
    const means = { ...{ origin, clock, logger, pace, random: Math.random }, options: proxy, liveOptions: () => live };
    return {
      media: new RemoteLibrary({
        ...{ origin, sources, logger, cache: this.#cache, descriptions: this.#descriptions },
        place: () => JSON.stringify([place, proxy().routeTable]),
      }),
      companion: { instances: [], of: () => new LiveCompanion(means) },
    };
  }

  /** Resolves when what is being written is on the disk. */
  close(): Promise<void> {
    return this.#disk.close();
  }

  #settle(stream: LinkStream, served: Promise<void>): void {
    served.catch((error: unknown) => {
      this.means.logger.error('an edge could not be served', { kind: stream.kind, error });
      stream.close('internal-error');
    });
  }
}

/** An instance that runs: edges have what their clients have come to. */
function instanceAt({ adaptor }: LinkDoor, { app, tcUrl }: RemotePlace): Promise<ApplicationInstance | undefined> {
  const address = parseApplicationAddress(app, tcUrl);
  const application = address && adaptor.find(address.host)?.applications.get(address.application);
  const instance = address && application?.instances.get(address.instance);
  return Promise.resolve(instance?.life.isRunning === true ? instance : undefined);
}

function nameOf({ peerName }: LinkLine): string {
  return peerName ?? 'edge';
}
