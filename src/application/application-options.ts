import type { SharedObjectOptions } from '../sharedobject/shared-object-options.js';
import type { LiveStreamOptions } from '../stream/live-stream.js';
import type { LossTerms } from '../stream/publisher-line.js';
import type { RecordedPlayerOptions } from '../stream/recorded-player.js';
import type { AddressRules } from './address-rules.js';
import type { BandwidthCap } from './application-bandwidth.js';
import type { RecordingRules } from './recording-rules.js';
import type { RenditionSet } from './rendition-sets.js';
import type { SwfVerification } from './swf-verification.js';

/** How the connection of a client of this application behaves. */
export interface ClientOptions {
  /** Bytes per second announced to the client: window acknowledgement size and peer bandwidth. */
  readonly bandwidth: { readonly serverToClient: number; readonly clientToServer: number };
  /** What it may be sent and send; with more it loses frames, or reading from it pauses. */
  readonly bandwidthCap: BandwidthCap;
  /** Bytes of the chunks we send, from the first media on. */
  readonly outChunkSize: number;
  /** Recorded media goes out in aggregate messages to clients that take them. */
  readonly aggregateMessages: boolean;
  /** NetStreams that one connection may hold. */
  readonly maxNetStreams: number;
  /** Calls that the script may owe it the answers of; with more, reading pauses. */
  readonly maxOutstandingCalls: number;
  /** Folders that it may read and write when it connects, as `readAccess` and `writeAccess` of a client have them. */
  readonly folderAccess: { readonly read: string; readonly write: string };
  /** Whether players may read samples of the decoded audio and video (|RtmpSampleAccess). */
  readonly sampleAccess: { readonly audio: boolean; readonly video: boolean };
  readonly bandwidthDetection: BandwidthDetectionOptions;
}

export interface BandwidthDetectionOptions {
  readonly enabled: boolean;
  /** Kilobits per second to report at most; Infinity for no bound. */
  readonly maxRate: number;
  /** Bytes by which each probe is larger than the one before. */
  readonly dataSize: number;
  /** Milliseconds that a measurement takes at most. */
  readonly maxWait: number;
}

/** What one connection may publish; when it sends more, reading from it pauses. Infinity for no bound. */
export interface IngestOptions {
  readonly bytesPerSecond: number;
  readonly messagesPerSecond: number;
}

/** What is kept of each live stream for viewers who go back. */
export interface DvrWindow {
  /** Milliseconds. */
  readonly duration: number;
  readonly maxBytes: number;
}

/** How recorded media is played. */
export interface RecordedOptions extends RecordedPlayerOptions {
  /**
   * To a time between key frames go by frames that all have that time, between those of a seek, if the client knows
   * these; else playing begins with the key frame before.
   */
  readonly enhancedSeek: boolean;
  /** NetStream.Play.Start comes again after seek and pause. */
  readonly sendDuplicateStart: boolean;
  /** So does onMetaData; `once`: not even when a NetStream plays anew what it has played last. */
  readonly sendDuplicateOnMetaData: boolean | 'once';
}

/** It is refused, takes the place of the first, or waits to take over from it. */
export type SecondPublisher = 'reject' | 'replace' | 'backup';

/** What an application is allowed and how it behaves; read from its application.yaml. */
export interface ApplicationOptions {
  /** Milliseconds without a client after which an instance is unloaded. */
  readonly maxIdleTime: number;
  readonly loadOnStartup: boolean;
  /** Names of protocols (`rtmp`, `rtmps`, …) by which nobody may come. */
  readonly disallowedProtocols: readonly string[];
  readonly publish: AddressRules;
  readonly play: AddressRules;
  /** Clients, and streams that are published, per instance; Infinity for no bound. */
  readonly maxClients: number;
  readonly maxStreams: number;
  /** Milliseconds in which a publisher must answer when another wants its name; 0 never asks: the name is taken. */
  readonly publishTimeout: number;
  /** What becomes of a stream whose publisher is lost. */
  readonly onLoss: LossTerms;
  /** What becomes of a second publisher of a name. */
  readonly secondPublisher: SecondPublisher;
  /** What all its clients together may be sent and send. */
  readonly bandwidthCap: BandwidthCap;
  readonly live: LiveStreamOptions;
  readonly recorded: RecordedOptions;
  readonly recording: RecordingRules;
  readonly sharedObjects: SharedObjectOptions;
  readonly ingest: IngestOptions;
  readonly client: ClientOptions;
  /** Streams that HLS offers together; none unless told. */
  readonly renditions?: readonly RenditionSet[];
  /** How far back viewers of HLS may go in its live streams, which are cut from their publication on; undefined: see `http.hls`. */
  readonly dvr?: DvrWindow | undefined;
  /** How clients prove which SWF they are; undefined if they need not. */
  readonly swfVerification?: SwfVerification | undefined;
}
