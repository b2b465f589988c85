import { allAddresses } from '../application/address-rules.js';
import type { ApplicationOptions } from '../application/application-options.js';
import type { VirtualHostOptions } from '../application/virtual-host.js';
import type {
  AdaptorSettings,
  ApplicationSettings,
  ServerSettings,
  VirtualHostSettings,
} from '../config/configuration.js';
import { addressRules } from '../net/address-rules.js';
import type { TrustedProxies } from '../net/admission.js';
import type { ConnectionLimitOptions } from '../net/connection-limits.js';
import type { NetConnectionOptions } from '../netconnection/net-connection-options.js';
import { MAX_MESSAGE_SIZE } from '../rtmp/chunk/chunk-size.js';
import type { Slate } from '../stream/slate.js';
import type { RtmpTransportOptions } from '../transport/rtmp-transport-options.js';
import { recordingRules } from './recording-options.js';
import { sharedObjectOptions } from './shared-object-options.js';

export function connectionLimitOptions(settings: AdaptorSettings): ConnectionLimitOptions {
  return { access: addressRules(settings), ...settings.resourceLimits };
}

/** Who may connect by HTTP is decided where he wants to go. */
export function httpLimitOptions({ resourceLimits }: ServerSettings['http']): ConnectionLimitOptions {
  return { access: allAddresses, ...resourceLimits };
}

/** The same words for the listeners of an adaptor and for HTTP. */
export function trustedProxies({ proxyProtocol }: Pick<AdaptorSettings, 'proxyProtocol'>): TrustedProxies {
  const { trusted, timeout } = proxyProtocol;
  return { trusted: addressRules({ allow: trusted, deny: [], order: 'allow,deny' }), timeout };
}

export function rtmpTransportOptions({ rtmp }: AdaptorSettings): RtmpTransportOptions {
  return {
    rtmp: {
      maxMessageSize: Math.min(rtmp.maxMessageSize, MAX_MESSAGE_SIZE),
      maxChunkStreams: rtmp.maxChunkStreams,
      maxPartialMessages: rtmp.maxPartialMessages,
      maxPartialBytes: rtmp.maxPartialBytes,
      maxUnknownMessages: rtmp.maxUnknownMessages,
      preConnectBytes: rtmp.preConnectBudget,
      maxSmallChunksPerSecond: rtmp.maxSmallChunksPerSecond,
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
    acceptTimeout: rtmp.acceptTimeout,
    amf,
    commandsPerSecond: rtmp.maxCommandsPerSecond,
  };
}

export function virtualHostOptions(settings: VirtualHostSettings): VirtualHostOptions {
  const { aliasList, allow, virtualKeys, resourceLimits } = settings;
  return {
    aliases: aliasList,
    virtualKeys,
    access: addressRules({ allow, deny: [], order: 'allow,deny' }),
    maxConnections: resourceLimits.maxConnections,
    maxInstances: resourceLimits.maxAppInstances,
    maxNetStreams: resourceLimits.maxStreams,
    maxSharedObjects: resourceLimits.maxSharedObjects,
  };
}

/** @param slate the file that the settings name, read; undefined if there is none, or none that can be shown */
export function applicationOptions(settings: ApplicationSettings, slate: Slate | undefined): ApplicationOptions {
  const { client, streamManager, resourceLimits } = settings;
  const { accumulatedIFrames, queue, ingest } = streamManager.live;
  const { dvrWindow, dvrSize, renditions } = settings.hls;
  return {
    maxIdleTime: settings.maxAppIdleTime,
    loadOnStartup: settings.loadOnStartup,
    disallowedProtocols: settings.disallowedProtocols,
    publish: addressRules({ ...settings.publish, order: 'allow,deny' }),
    play: addressRules({ ...settings.play, order: 'allow,deny' }),
    maxClients: resourceLimits.maxClients,
    maxStreams: resourceLimits.maxStreams,
    bandwidthCap: resourceLimits.bandwidthCap,
    publishTimeout: streamManager.live.publishTimeout,
    onLoss: { grace: streamManager.live.publishGrace, slate },
    secondPublisher: streamManager.live.secondPublisher,
    live: {
      gopCache: accumulatedIFrames,
      playerQueue: client.msgQueue.live,
      maxQueueDelay: queue.maxQueueDelay,
      maxQueueSize: queue.maxQueueSize,
      timestamps: streamManager.live.timestamps,
    },
    recorded: {
      minBufferTime: client.msgQueue.recorded.minBufferTime,
      maxQueuedBytes: client.msgQueue.recorded.maxSize,
      enhancedSeek: streamManager.enhancedSeek,
      sendDuplicateStart: streamManager.sendDuplicateStart,
      sendDuplicateOnMetaData: streamManager.sendDuplicateOnMetaData,
    },
    recording: recordingRules(settings),
    sharedObjects: sharedObjectOptions(settings),
    renditions,
    dvr: dvrWindow > 0 ? { duration: dvrWindow, maxBytes: dvrSize } : undefined,
    ingest: { bytesPerSecond: ingest.maxRate, messagesPerSecond: ingest.maxMessageRate },
    client: {
      bandwidth: client.bandwidth,
      bandwidthCap: client.bandwidthCap,
      outChunkSize: client.outChunkSize,
      aggregateMessages: client.aggregateMessages,
      maxNetStreams: client.maxStreams,
      maxOutstandingCalls: settings.script.maxOutstandingCalls,
      folderAccess: { read: client.access.readAccess.join(';'), write: client.access.writeAccess.join(';') },
      sampleAccess: { audio: client.access.audioSampleAccess, video: client.access.videoSampleAccess },
      bandwidthDetection: client.bandwidthDetection,
    },
  };
}
