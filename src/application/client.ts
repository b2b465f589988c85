import type { AmfValue } from '../amf/value.js';
import type { LivePlayer } from '../stream/live-player.js';
import type { LiveStream } from '../stream/live-stream.js';
import type { ClientConversation, ClientRelay } from './client-relay.js';
import type { EnhancedCapabilities } from './enhanced-capabilities.js';

/** What is known of a client from its connection and its connect command. */
export interface ClientFacts {
  readonly address: string;
  readonly port: number;
  /** `rtmp`, `rtmps`, `rtmpt`, … */
  readonly protocol: string;
  readonly secure: boolean;
  /** flashVer: the player or encoder, and its version. */
  readonly agent: string;
  /** It calls its connection `nonprivate`, as FMLE does and every encoder since; players do not. */
  readonly isEncoder: boolean;
  /** swfUrl: where the SWF came from. */
  readonly referrer: string;
  readonly pageUrl: string;
  /** tcUrl: the whole address it connected to. */
  readonly uri: string;
  /** The query of the application's address, without the question mark. */
  readonly query: string;
  readonly objectEncoding: 0 | 3;
  /** It knows the frames that stand around the way to a seek target (videoFunction, SUPPORT_VID_CLIENT_SEEK). */
  readonly clientSeek?: boolean;
  /** It takes aggregate messages (type 22). */
  readonly aggregates?: boolean;
  /** The ids of the edges it came by, the first first; absent if it came by none. */
  readonly via?: readonly string[];
  /** Where a server that takes a stream from here publishes it: `application/instance/stream`. */
  readonly takenAs?: string;
  /** Absent for a client that said nothing of Enhanced RTMP. */
  readonly enhanced?: EnhancedCapabilities;
}

/** Where and why a client is asked to connect anew. */
export interface ReconnectRequest {
  /** The address of the application there, absolute or relative; without it, the one that the client used. */
  readonly tcUrl?: string;
  readonly description?: string;
}

/** A live stream that a client plays. */
export interface LivePlay {
  readonly stream: LiveStream;
  readonly player: LivePlayer;
}

/** Recorded media that a client plays. */
export interface RecordedPlaySnapshot {
  /** With its type, `mp4:` and so on, but for FLV. */
  readonly name: string;
  /** Where the client is, in milliseconds of the media, as far as can be told from what it was sent. */
  readonly position: number;
  readonly paused: boolean;
  /** Everything has been sent: nothing more comes unless it seeks. */
  readonly ended: boolean;
  /** Bytes of audio and video that it was sent of it. */
  readonly sentBytes: number;
}

/** What a connection has carried so far. */
export interface Traffic {
  /** Bytes received from the client and sent to it, with everything that RTMP adds. */
  readonly received: number;
  readonly sent: number;
  readonly messagesReceived: number;
  readonly messagesSent: number;
}

/** Bytes per second. */
export interface BandwidthLimit {
  readonly serverToClient: number;
  readonly clientToServer: number;
}

/** What the connection of a client lets the application do. */
export interface ClientConnection {
  /** Calls a method of the client; rejects if the client answers with an error, or is gone. */
  call(method: string, ...args: AmfValue[]): Promise<AmfValue>;
  /** Calls a method of the client without asking for an answer. What is said before it is let in waits until then. */
  notify(method: string, ...args: AmfValue[]): void;
  /** Measures its bandwidth and tells it (onBWCheck, onBWDone); false if that is switched off or going on already. */
  checkBandwidth(): boolean;
  /** Whether the client answers a ping within `timeout` milliseconds. */
  isAlive(timeout: number): Promise<boolean>;
  /** Tells the client that it has been idle for too long, and disconnects it. */
  idleTimeout(): void;
  /**
   * Asks the client to connect anew, which it does when it suits it; until then it is served as before. False, and
   * nothing is said, if the client does not know such requests (Enhanced RTMP v2, Reconnect Request).
   */
  requestReconnect(request: ReconnectRequest): boolean;
  /** Tells the client that its connection is closed, and disconnects it. */
  disconnect(): void;
  /** Tells the client that its application shuts down, and disconnects it. */
  shutdown(description: string): void;
  /** Tells the client that it is no longer welcome, and disconnects it. */
  dismiss(description: string): void;
  /** Whether one of its streams publishes. */
  readonly isPublishing: boolean;
  /** What its streams play live. */
  readonly livePlays: readonly LivePlay[];
  /** What its streams play of recorded media. */
  readonly recordedPlays: readonly RecordedPlaySnapshot[];
  readonly traffic: Traffic;
  /** Milliseconds that the last ping took there and back; undefined before the first was answered. */
  readonly roundTrip: number | undefined;
  /** Bytes that wait to be sent. */
  readonly queuedBytes: number;
  /** What it is told of its bandwidth, and held to once it was set. */
  bandwidthLimit: BandwidthLimit;
  /** Milliseconds, on the monotonic clock, when the client last sent or was sent something of the application. */
  readonly activeAt: number;
}

/** A client of an application instance. */
export class Client {
  /** Folders (`a;b/c`, `/` for all) of the streams that it may play and the shared objects that it may use. */
  readAccess = '/';
  /** Folders of the streams that it may publish and of the shared objects that it may make and change. */
  writeAccess = '/';
  /** Folders of the streams whose sound and picture its scripts may read (|RtmpSampleAccess). */
  audioSampleAccess = '';
  videoSampleAccess = '';
  /** Which virtual directories are for it, besides those that are for all; empty for none. */
  virtualKey = '';
  /** Where it stands on another server, if its application runs there. */
  relay: ClientRelay | undefined;
  /** How another server speaks to it; undefined for who does not speak RTMP, and once it is in where nobody needs it. */
  conversation: ClientConversation | undefined;

  constructor(
    /** Opaque, unique in this process. */
    readonly id: string,
    readonly facts: ClientFacts,
    readonly connection: ClientConnection,
  ) {}
}
