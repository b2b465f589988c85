import type { Client } from '../application/client.js';
import type { PublishType } from '../application/hook.js';
import type { HeldMedia } from '../application/media-library.js';
import type { SafeName } from '../application/safe-name.js';
import type { StreamName } from '../application/stream-name.js';
import { liveName } from '../application/stream-name.js';
import type { MediaSource } from '../media/media-source.js';
import type { LinkStream } from '../link/link-stream.js';
import type { OutgoingMeans } from '../netconnection/client/outgoing-connection.js';
import type { Connector } from '../netconnection/client/connector.js';
import type { RemoteFile, RemoteFileFacts } from '../storage/remote-file.js';
import type { Clock } from '../time/clock.js';
import type { EndPublication, PublicationListener } from './edge-publication.js';
import type { LinkedFileMeans } from './linked-file.js';
import { LinkedFile } from './linked-file.js';
import { playLinked } from './linked-live.js';
import { publishLinked } from './linked-publication.js';
import type { RemotePlace } from './media-header.js';
import { encodeHeader } from './media-header.js';
import type { MediaOrigin, OriginStreamListener } from './media-origin.js';
import { OriginError } from './origin-error.js';
import type { Origins, Reached } from './origins.js';
import type { RouteTarget } from './route-table.js';
import { playByRtmp } from './rtmp-live.js';
import { publishByRtmp } from './rtmp-publication.js';
import type { RtmpServer } from './rtmp-recordings.js';
import { RtmpRecordings } from './rtmp-recordings.js';
import { rtmpAddressOf } from './upstream-address.js';

/** The kinds of link streams that carry media. */
export const MediaStream = { play: 'play', file: 'file', publish: 'publish' } as const;

/** Where the instances of a remote application are; `RemoteApplication` is one. */
export interface MediaRoutes {
  originsOf(instance: string): Pick<Origins, 'reach' | 'failed'> | undefined;
  placeAt(instance: string, target: RouteTarget): RemotePlace | undefined;
}

export interface RoutedMediaMeans {
  readonly routes: MediaRoutes;
  /** What connections by RTMP are made with. */
  readonly outgoing: (connector: Connector) => OutgoingMeans;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Milliseconds for which an origin is waited for. */
  readonly timeout: () => number;
  /** Milliseconds for which a recording is kept that nobody plays any more. */
  readonly linger: () => number;
  /** Nobody is given this source any more. */
  readonly forgotten: (source: MediaSource) => void;
}

interface Way {
  readonly reached: Reached;
  readonly place: RemotePlace;
}

/** The media of a remote application, from and to whichever of its origins is well. */
export class RoutedMedia implements MediaOrigin {
  readonly #recordings: RtmpRecordings;

  constructor(private readonly means: RoutedMediaMeans) {
    const { clock, forgotten, linger, random, timeout } = means;
    this.#recordings = new RtmpRecordings({ clock, forgotten, linger, random, patience: timeout });
  }

  play(instance: SafeName, stream: StreamName, listener: OriginStreamListener): () => void {
    return this.#begin(
      instance,
      ({ reached, place }) => {
        if (reached.kind === 'link') {
          const header = encodeHeader({ ...place, stream: liveName(stream), virtualKey: '' });
          return playLinked(reached.line.open(MediaStream.play, header), listener);
        }
        const { address, means } = this.#outgoing(reached, place);
        const lost = (): void => this.means.routes.originsOf(instance)?.failed(reached.origin);
        return playByRtmp(means, address, stream, listener, () => this.#isFetched(instance, stream), lost);
      },
      (why) => listener.ended(why),
    );
  }

  async file(instance: SafeName, stream: StreamName, virtualKey: string | undefined): Promise<RemoteFile | undefined> {
    const { reached } = await this.#way(instance);
    if (reached.kind === 'rtmp') return undefined;
    return LinkedFile.open(this.#fileMeans(instance, stream, virtualKey));
  }

  async fetched(instance: SafeName, stream: StreamName): Promise<HeldMedia | undefined> {
    const way = await this.#way(instance).catch(() => undefined);
    if (way?.reached.kind !== 'rtmp') return undefined;
    return this.#recordings.open(instance, liveName(stream), () => this.#rtmpServer(instance));
  }

  async #isFetched(instance: SafeName, stream: StreamName): Promise<boolean> {
    const media = await this.fetched(instance, stream);
    media?.release();
    return media !== undefined;
  }

  async #rtmpServer(instance: SafeName): Promise<RtmpServer> {
    const { reached, place } = await this.#way(instance);
    if (reached.kind === 'link') throw new OriginError('lost', 'the origin that has it cannot be reached');
    const failed = (): void => this.means.routes.originsOf(instance)?.failed(reached.origin);
    return { ...this.#outgoing(reached, place), failed };
  }

  knownFile(
    instance: SafeName,
    stream: StreamName,
    virtualKey: string | undefined,
    facts: RemoteFileFacts,
  ): RemoteFile {
    return LinkedFile.known(this.#fileMeans(instance, stream, virtualKey), facts);
  }

  #fileMeans(instance: SafeName, stream: StreamName, virtualKey: string | undefined): LinkedFileMeans {
    const { clock, random, timeout } = this.means;
    const open = async (): Promise<LinkStream> => {
      const way = await this.#way(instance);
      if (way.reached.kind === 'rtmp') throw new OriginError('lost', 'the origin that has it cannot be reached');
      const header = { ...way.place, stream: liveName(stream), virtualKey: virtualKey ?? '' };
      return way.reached.line.open(MediaStream.file, encodeHeader(header));
    };
    return { open, clock, random, timeout: timeout() };
  }

  /** Publishes what a client publishes here; answers what ends that. */
  publish(
    instance: SafeName,
    client: Client,
    stream: StreamName,
    type: PublishType,
    listener: PublicationListener,
  ): EndPublication {
    const name = stream.query === '' ? liveName(stream) : `${liveName(stream)}?${stream.query}`;
    return this.#begin(
      instance,
      ({ reached, place }) => {
        if (reached.kind === 'link') {
          const header = encodeHeader({ client: client.id, stream: name, type });
          return publishLinked(reached.line.open(MediaStream.publish, header), listener);
        }
        const { address, means } = this.#outgoing(reached, place);
        return publishByRtmp({ address, name, type }, means, listener);
      },
      (why) => listener.lost(why),
    );
  }

  /** Begins something at an origin as soon as one is reached; answers what ends it, also before. */
  #begin<How extends unknown[]>(
    instance: SafeName,
    begin: (way: Way) => (...how: How) => void,
    failed: (why: string) => void,
  ): (...how: How) => void {
    let end: ((...how: How) => void) | undefined;
    let isOver = false;
    this.#way(instance)
      .then((way) => {
        if (!isOver) end = begin(way);
      })
      .catch((error: unknown) => {
        if (!isOver) failed(error instanceof Error ? error.message : String(error));
      });
    return (...how) => {
      isOver = true;
      end?.(...how);
    };
  }

  async #way(instance: SafeName): Promise<Way> {
    const { routes } = this.means;
    const reached = await routes.originsOf(instance)?.reach();
    const place = reached && routes.placeAt(instance, reached.origin.target);
    if (reached === undefined || place === undefined) throw new OriginError('lost', 'no client has shown the way yet');
    return { reached, place };
  }

  #outgoing(reached: Reached & { readonly kind: 'rtmp' }, { app, tcUrl }: RemotePlace) {
    const address = rtmpAddressOf(reached.origin.target, app, tcUrl);
    return { address, means: this.means.outgoing(reached.connector) };
  }
}
