import type { Packed, PlainRecord } from './bytes.js';
import type { CallAnswer } from './script-events.js';

/**
 * What a script asks of the server, by name: the types of its arguments and of the answer. Each may be told (nobody
 * waits), asked (a promise is settled) or asked *now*: then the script's thread stands still until the answer is there,
 * as server-side ActionScript has it. What fails answers with an Error, whose message the script is shown.
 *
 * Clients are named by their ids, streams by their names with prefix (`mp4:holiday`), and what a script makes itself
 * (shared objects, connections, streams to publish) by numbers that it chooses, so that it need not wait for one.
 */
export interface ServerOperations {
  /** Disconnects a client; false if there is no such client. */
  'application.disconnect': (client: string) => boolean;
  /** Unloads the instance: clients are told NetConnection.Connect.AppShutdown. */
  'application.shutdown': () => void;
  /** As `Application.getStats` has them: bw_in, bw_out, bytes_in, …, total_connects, total_disconnects. */
  'application.stats': () => PlainRecord;
  /** `/` all, `/foo/bar`, `*` and `?` in the last segment; true if any was there. */
  'application.clearSharedObjects': (path: string) => boolean;
  /** `/`, `/report`, `/pres*`, `mp4:/foo.f4v`; true if anything was deleted. */
  'application.clearStreams': (path: string) => boolean;
  /** Lets go of what nobody uses. */
  'application.sweep': () => void;
  /** Names of the live streams that are published now. */
  'application.streams': () => string[];

  /** Calls a method of the client. With `wantsAnswer` false it is told and not asked. */
  'client.call': (client: string, method: string, args: Packed, wantsAnswer: boolean) => PeerAnswer;
  'client.setAccess': (
    client: string,
    which: 'readAccess' | 'writeAccess' | 'audioSampleAccess' | 'videoSampleAccess' | 'virtualKey',
    value: string,
  ) => void;
  /** Bytes per second, 0 for none: from the client to the server, and from the server to the client. */
  'client.bandwidthLimit': (client: string) => { readonly clientToServer: number; readonly serverToClient: number };
  /** 0 leaves a direction as it is. */
  'client.setBandwidthLimit': (client: string, serverToClient: number, clientToServer: number) => void;
  /** As `Client.getStats` has them: bytes_in, bytes_out, msg_in, …, ping_rtt. Undefined if it is gone. */
  'client.stats': (client: string) => PlainRecord | undefined;
  /** Pings it; the round trip is then among its stats. */
  'client.ping': (client: string) => boolean;
  /** Measures the bandwidth and tells the client, as its own call of checkBandwidth does. */
  'client.checkBandwidth': (client: string) => void;
  /** Asks the client to connect anew (Enhanced RTMP); false if it does not know such requests. */
  'client.requestReconnect': (client: string, url: string | undefined, description: string | undefined) => boolean;

  /** From now on `stream.status` tells of that stream. */
  'stream.watch': (stream: string) => void;
  /** Nobody uses the Stream object of that name any more: what it plays ends. */
  'stream.release': (stream: string) => void;
  /** Plays `item` as the live stream. Start and length in seconds, reset 0 to 3, as `Stream.play` has them. */
  'stream.play': (stream: string, item: string, options: StreamPlayOptions) => boolean;
  'stream.stop': (stream: string) => boolean;
  /** Seconds and kilobytes; -1: as long, as large as the application allows at most; 0 and -2: as it is configured. */
  'stream.record': (
    stream: string,
    mode: 'record' | 'append' | 'appendWithGap',
    maxDuration: number,
    maxSize: number,
  ) => boolean;
  'stream.stopRecording': (stream: string) => boolean;
  /** Sends a data message to its players; `@setDataFrame` and `@clearDataFrame` keep and forget. */
  'stream.send': (stream: string, handler: string, args: Packed) => boolean;
  /** Deletes its recording; fails unless it is idle. */
  'stream.clear': (stream: string) => boolean;
  /** What is recorded is on the disk. */
  'stream.flush': (stream: string) => boolean;
  'stream.setBufferTime': (stream: string, seconds: number) => void;
  /** A virtual directory for what this instance plays from now on. */
  'stream.setVirtualPath': (virtualPath: string, folder: string, virtualKey: string) => boolean;
  'stream.option': (
    stream: string,
    option: 'maxQueueDelay' | 'maxQueueSize' | 'syncWrite' | 'receiveAudio' | 'receiveVideo',
    value: number | boolean,
  ) => void;
  /** Sends the live streams of that name, or pattern, to the application at `url`, until it is ended. Answers its id. */
  'stream.restream': (stream: string, url: string, name: string) => string;
  /** How the first of them fares: state, failures, why, starts, bytes, lost. Undefined while none is published. */
  'restream.status': (id: string) => PlainRecord | undefined;
  'restream.end': (id: string) => void;
  /** Seconds of recorded media, 0 if there is none. */
  'stream.length': (stream: string, virtualKey: string) => number;
  /** Bytes of recorded media, 0 if there is none. */
  'stream.size': (stream: string, virtualKey: string) => number;
  /** onMetaData of recorded media, one value; undefined if there is none. */
  'stream.metadata': (stream: string) => Packed | undefined;

  /** Uses a shared object; `connection` owns it then. Answers what it is now; fails with a SharedObject.… code. */
  'object.open': (object: number, name: string, persistent: boolean, connection: number | undefined) => ObjectState;
  /** One value; null deletes. Told; news of it come as of everybody's changes, with `own` set. */
  'object.set': (object: number, property: string, value: Packed) => void;
  'object.send': (object: number, handler: string, args: Packed) => boolean;
  'object.mark': (object: number, handler: string, args: Packed) => boolean;
  /** Asked now. How many locks there are; -1 if it cannot be locked. */
  'object.lock': (object: number) => number;
  'object.unlock': (object: number) => number;
  'object.clear': (object: number) => void;
  'object.purge': (object: number, version: number) => void;
  'object.option': (object: number, option: 'autoCommit' | 'resyncDepth', value: number | boolean) => void;
  /** Whether it differs from what is stored. */
  'object.isDirty': (object: number) => boolean;
  /** Stores it; true if it would be there after a crash. */
  'object.flush': (object: number) => boolean;
  /** Stores all that are used, or that of this name. */
  'object.commit': (name: string | undefined) => boolean;
  'object.close': (object: number) => void;

  /** Connects to another server: rtmp:// or rtmps://. `connection.status` tells how it goes. */
  'connection.open': (connection: number, uri: string, args: Packed, objectEncoding: 0 | 3) => boolean;
  /** The answer is one value. With `wantsAnswer` false it is told and not asked. */
  'connection.call': (connection: number, method: string, args: Packed, wantsAnswer: boolean) => PeerAnswer;
  'connection.close': (connection: number) => void;

  /** A stream that this instance publishes to the server of a connection. */
  'publishing.open': (publishing: number, connection: number) => void;
  /** The live stream of this instance that it takes its media from; undefined for none. */
  'publishing.attach': (publishing: number, stream: string | undefined) => boolean;
  /** `limits` of the recording there: seconds and kilobytes, as far as they are given. */
  'publishing.publish': (
    publishing: number,
    name: string,
    type: 'live' | 'record' | 'append' | 'appendWithGap',
    limits?: readonly number[],
  ) => void;
  /** Seconds of media that may wait to be sent; 0: as much as for any player. */
  'publishing.setBufferTime': (publishing: number, seconds: number) => void;
  'publishing.stop': (publishing: number) => void;
  'publishing.send': (publishing: number, handler: string, args: Packed) => boolean;
  /** Seconds that were published. */
  'publishing.time': (publishing: number) => number;
  'publishing.close': (publishing: number) => void;

  /** What is not here under that name is fetched, as recorded media, from the server of the connection; undefined: no longer. */
  'proxyStream.from': (stream: string, connection: number | undefined, remoteName: string) => void;
}

export interface StreamPlayOptions {
  /** Seconds; -2: live, else recorded, else waits for live; -1: live only. */
  readonly start: number;
  /** Seconds; -1: to the end; 0: one frame. */
  readonly length: number;
  /** 0: behind what plays; 1: in its place; 2 and 3: the same, all data messages at once. */
  readonly reset: 0 | 1 | 2 | 3;
  /** Played from there. */
  readonly connection: number | undefined;
  readonly virtualKey: string;
}

export interface ObjectState {
  readonly version: number;
  /** Names and values of the properties, in turn. */
  readonly properties: Packed;
  /** Another instance owns it. */
  readonly isProxied?: true;
}

export type ServerOperation = keyof ServerOperations;

/** What the other side of a connection answered; `status` is the information object of its `_error`, one value. */
export type PeerAnswer =
  Extract<CallAnswer, { answer: 'result' }> | (Extract<CallAnswer, { answer: 'error' }> & { readonly status?: Packed });
