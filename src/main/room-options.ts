import type { ApplicationOptions } from '../application/application-options.js';
import type { VirtualHostOptions } from '../application/virtual-host.js';
import type { AdaptorSettings, ApplicationSettings, VirtualHostSettings } from '../config/configuration.js';
import { addressRules } from '../net/address-rules.js';
import type { ConnectionLimitOptions } from '../net/connection-limits.js';
import type { NetConnectionOptions } from '../netconnection/net-connection-options.js';
import type { RtmpTransportOptions } from '../transport/rtmp-transport.js';

/** In the configuration -1 is no limit; below the roof that is Infinity. */
function limit(value: number): number {
  return value === -1 ? Infinity : value;
}

export function connectionLimitOptions(settings: AdaptorSettings): ConnectionLimitOptions {
  const { maxConnections, maxConnectionsPerAddress, maxConnectionRate } = settings.resourceLimits;
  return {
    access: addressRules(settings),
    maxConnections: limit(maxConnections),
    maxConnectionsPerAddress: limit(maxConnectionsPerAddress),
    maxConnectionRate: limit(maxConnectionRate),
  };
}

export function rtmpTransportOptions({ rtmp }: AdaptorSettings): RtmpTransportOptions {
  return {
    rtmp: {
      maxMessageSize: rtmp.maxMessageSize,
      maxChunkStreams: rtmp.maxChunkStreams,
      maxPartialMessages: rtmp.maxPartialMessages,
      maxPartialBytes: rtmp.maxPartialBytes,
      maxUnknownMessages: limit(rtmp.maxUnknownMessages),
      preConnectBytes: rtmp.preConnectBudget,
      maxSmallChunksPerSecond: limit(rtmp.maxSmallChunksPerSecond),
    },
    handshakeTimeout: rtmp.handshakeTimeout,
    partialMessageTimeout: rtmp.partialMessageTimeout,
    pingPeriod: rtmp.pingPeriod === 0 ? Infinity : rtmp.pingPeriod,
    pingTimeout: rtmp.pingTimeout,
  };
}

export function netConnectionOptions({ rtmp, amf }: AdaptorSettings): NetConnectionOptions {
  return {
    connectTimeout: rtmp.connectTimeout,
    amf,
    commandsPerSecond: limit(rtmp.maxCommandsPerSecond),
  };
}

export function virtualHostOptions({ aliasList, allow, resourceLimits }: VirtualHostSettings): VirtualHostOptions {
  return {
    aliases: aliasList,
    access: addressRules({ allow, deny: [], order: 'allow,deny' }),
    maxConnections: limit(resourceLimits.maxConnections),
    maxInstances: limit(resourceLimits.maxAppInstances),
    maxNetStreams: limit(resourceLimits.maxStreams),
  };
}

export function applicationOptions(settings: ApplicationSettings): ApplicationOptions {
  const { client, streamManager, resourceLimits } = settings;
  const { accumulatedIFrames, queue, publishTimeout, ingest } = streamManager.live;
  return {
    maxIdleTime: settings.maxAppIdleTime,
    loadOnStartup: settings.loadOnStartup,
    disallowedProtocols: settings.disallowedProtocols,
    publish: addressRules({ ...settings.publish, order: 'allow,deny' }),
    play: addressRules({ ...settings.play, order: 'allow,deny' }),
    maxClients: limit(resourceLimits.maxClients),
    maxStreams: limit(resourceLimits.maxStreams),
    publishTimeout,
    live: {
      gopCache: accumulatedIFrames,
      playerQueue: client.msgQueue.live,
      maxQueueDelay: queue.maxQueueDelay,
      maxQueueSize: queue.maxQueueSize,
    },
    ingest: { bytesPerSecond: limit(ingest.maxRate), messagesPerSecond: limit(ingest.maxMessageRate) },
    client: {
      bandwidth: client.bandwidth,
      outChunkSize: client.outChunkSize,
      maxNetStreams: client.maxStreams,
      sampleAccess: { audio: client.access.audioSampleAccess, video: client.access.videoSampleAccess },
      bandwidthDetection: {
        ...client.bandwidthDetection,
        maxRate: (limit(client.bandwidthDetection.maxRate) * 8) / 1000,
      },
    },
  };
}
