import 'reflect-metadata';
import { join, resolve } from 'node:path';
import type { DependencyContainer } from 'tsyringe';
import { container, instanceCachingFactory } from 'tsyringe';
import { AccessWitnesses } from '../application/access-witnesses.js';
import type { ServerConfiguration } from '../config/configuration.js';
import type { Logger } from '../log/logger.js';
import { HttpClient } from '../net/http-client.js';
import { nodeCrypto, randomId } from '../net/node-crypto.js';
import { systemClock } from '../net/system-clock.js';
import { GrowingFiles } from '../storage/growing-files.js';
import { IndexFiles } from '../storage/index-files.js';
import { ScriptLogFiles } from '../logging/script-log-files.js';
import { SharedSources } from '../storage/shared-sources.js';
import { SlateFiles } from '../storage/slate-files.js';
import { sourceOpeners } from '../storage/source-openers.js';
import { FlushPace } from '../stream/flush-pace.js';
import { SegmentCache } from '../stream/segment-cache.js';
import { AfterglowServer } from './afterglow-server.js';
import { ConfiguredRestreams, restreamConnections } from './configured-restreams.js';
import { composeAdministration } from './compose-administration.js';
import { ConfiguredScripts } from './configured-scripts.js';
import { ConfiguredWebhooks } from './configured-webhooks.js';
import { keyAccess } from './key-access.js';
import { loadInstance } from './load-instance.js';
import { ConfiguredLibraries } from './media-libraries.js';
import { RecordingStores } from './recording-stores.js';
import { EdgeMedia } from './edge-media.js';
import { Links } from './links.js';
import { rtmpTransportOptions } from './room-options.js';
import type { ScriptConnections } from './script-connections.js';
import { scriptConnections } from './script-connections.js';
import { ScriptModules } from './script-modules.js';
import { SharedObjectStores } from './shared-object-stores.js';
import { tokens } from './tokens.js';

/**
 * The composition root: which implementation stands behind which token. Nothing is made before it is
 * asked for, so a test registers its own over any of these and then resolves `tokens.server`.
 */
export function compose(configuration: ServerConfiguration, logger: Logger): DependencyContainer {
  const house = container.createChildContainer();
  house.register(tokens.configuration, { useValue: configuration });
  house.register(tokens.clock, { useValue: systemClock });
  composeAdministration(house, configuration, logger);
  house.register(tokens.crypto, { useValue: nodeCrypto });
  house.register(tokens.createId, { useValue: randomId });
  house.register(tokens.serverId, { useFactory: instanceCachingFactory(randomId) });
  house.register(tokens.pace, { useFactory: instanceCachingFactory(() => new FlushPace()) });
  house.register(tokens.segments, {
    useFactory: instanceCachingFactory((rooms) => new SegmentCache(() => cacheSize(rooms))),
  });
  house.register(tokens.witness, { useFactory: instanceCachingFactory(() => new AccessWitnesses()) });
  house.register(tokens.keys, {
    useFactory: instanceCachingFactory((rooms) => keyAccess(rooms.resolve(tokens.clock), rooms.resolve(tokens.logger))),
  });
  house.register(tokens.slates, { useFactory: instanceCachingFactory(() => new SlateFiles()) });
  house.register(tokens.dataDir, { useValue: 'data' });
  house.register(tokens.growing, { useFactory: instanceCachingFactory(() => new GrowingFiles()) });
  house.register(tokens.sources, { useFactory: instanceCachingFactory(sources) });
  house.register(tokens.libraries, {
    useFactory: instanceCachingFactory(
      (rooms) =>
        new ConfiguredLibraries(
          rooms.resolve(tokens.dataDir),
          rooms.resolve(tokens.sources),
          rooms.resolve(tokens.logger),
        ),
    ),
  });
  house.register(tokens.recordings, { useFactory: instanceCachingFactory(recordings) });
  house.register(tokens.sharedObjects, {
    useFactory: instanceCachingFactory(
      (rooms) =>
        new SharedObjectStores(
          rooms.resolve(tokens.dataDir),
          rooms.resolve(tokens.clock),
          rooms.resolve(tokens.logger),
        ),
    ),
  });
  house.register(tokens.makePoster, { useValue: (options) => new HttpClient(options) });
  house.register(tokens.webhooks, { useFactory: instanceCachingFactory(webhooks) });
  house.register(tokens.scripts, {
    useFactory: instanceCachingFactory(
      (rooms) =>
        new ConfiguredScripts(
          rooms.resolve(tokens.clock),
          rooms.resolve(tokens.logger),
          rooms.resolve(tokens.connections),
          new ScriptModules(resolve(rooms.resolve(tokens.dataDir))),
          new ScriptLogFiles(
            resolve(rooms.resolve(tokens.dataDir), 'logs', 'application'),
            () => rooms.resolve(tokens.server).configuration.server.logging.application,
            rooms.resolve(tokens.clock),
            rooms.resolve(tokens.logger),
          ),
          () => rooms.resolve(tokens.restreams).restreams,
        ),
    ),
  });
  house.register(tokens.connections, { useFactory: instanceCachingFactory(connections) });
  house.register(tokens.edgeMedia, { useFactory: instanceCachingFactory(edgeMedia) });
  house.register(tokens.links, { useFactory: instanceCachingFactory(links) });
  house.register(tokens.restreams, { useFactory: instanceCachingFactory(restreams) });
  house.register(tokens.server, {
    useFactory: instanceCachingFactory(
      (rooms) =>
        new AfterglowServer(rooms.resolve(tokens.configuration), {
          logger: rooms.resolve(tokens.logger),
          clock: rooms.resolve(tokens.clock),
          crypto: rooms.resolve(tokens.crypto),
          createId: rooms.resolve(tokens.createId),
          pace: rooms.resolve(tokens.pace),
          segments: rooms.resolve(tokens.segments),
          hooks: rooms.resolve(tokens.hooks),
          witness: rooms.resolve(tokens.witness),
          keys: rooms.resolve(tokens.keys),
          slates: rooms.resolve(tokens.slates),
          libraries: rooms.resolve(tokens.libraries),
          recordings: rooms.resolve(tokens.recordings),
          objectStores: rooms.resolve(tokens.sharedObjects),
          webhooks: rooms.resolve(tokens.webhooks),
          scripts: rooms.resolve(tokens.scripts),
          restreams: rooms.resolve(tokens.restreams),
          links: rooms.resolve(tokens.links),
          edgeMedia: rooms.resolve(tokens.edgeMedia),
        }),
    ),
  });
  return house;
}

function recordings(rooms: DependencyContainer): RecordingStores {
  return new RecordingStores(
    rooms.resolve(tokens.dataDir),
    rooms.resolve(tokens.clock),
    rooms.resolve(tokens.growing),
    rooms.resolve(tokens.logger),
  );
}

function connections(rooms: DependencyContainer): ScriptConnections {
  const [adaptor] = rooms.resolve(tokens.configuration).adaptors;
  return scriptConnections(
    rooms.resolve(tokens.clock),
    rooms.resolve(tokens.crypto),
    rtmpTransportOptions(adaptor!),
    () => rooms.resolve(tokens.server).addresses.map(({ port }) => port),
  );
}

function links(rooms: DependencyContainer): Links {
  const [adaptor] = rooms.resolve(tokens.configuration).adaptors;
  return new Links({
    clock: rooms.resolve(tokens.clock),
    crypto: rooms.resolve(tokens.crypto),
    logger: rooms.resolve(tokens.logger),
    serverId: rooms.resolve(tokens.serverId),
    rtmp: () => rtmpTransportOptions(adaptor!),
  });
}

function edgeMedia(rooms: DependencyContainer): EdgeMedia {
  const media = new EdgeMedia({
    clock: rooms.resolve(tokens.clock),
    logger: rooms.resolve(tokens.logger),
    pace: rooms.resolve(tokens.pace),
    sources: rooms.resolve(tokens.sources),
    segments: () => rooms.resolve(tokens.segments),
    dataDir: rooms.resolve(tokens.dataDir),
    cache: () => rooms.resolve(tokens.server).configuration.server.originCache,
  });
  media.serve(rooms.resolve(tokens.links));
  return media;
}

function restreams(rooms: DependencyContainer): ConfiguredRestreams {
  const [clock, logger] = [rooms.resolve(tokens.clock), rooms.resolve(tokens.logger)];
  const [adaptor] = rooms.resolve(tokens.configuration).adaptors;
  return new ConfiguredRestreams({
    ...{ clock, logger, createId: rooms.resolve(tokens.createId), dataDir: rooms.resolve(tokens.dataDir) },
    connections: restreamConnections(clock, rooms.resolve(tokens.crypto), rtmpTransportOptions(adaptor!), logger),
    serverId: rooms.resolve(tokens.serverId),
    load: (place) => loadInstance(rooms.resolve(tokens.server), place),
  });
}

function webhooks(rooms: DependencyContainer): ConfiguredWebhooks {
  return new ConfiguredWebhooks(
    rooms.resolve(tokens.makePoster),
    rooms.resolve(tokens.clock),
    rooms.resolve(tokens.createId),
    rooms.resolve(tokens.logger),
  );
}

function sources(rooms: DependencyContainer): SharedSources {
  const indexes = new IndexFiles(join(rooms.resolve(tokens.dataDir), 'cache'), rooms.resolve(tokens.logger));
  const growing = rooms.resolve(tokens.growing);
  return new SharedSources(sourceOpeners, indexes, growing, (source) => rooms.resolve(tokens.segments).forget(source));
}

/** As the server is configured now. */
function cacheSize(rooms: DependencyContainer): number {
  return rooms.resolve(tokens.server).configuration.server.recordedCache.maxSize;
}
