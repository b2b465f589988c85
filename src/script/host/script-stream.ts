import type { AmfValue } from '../../amf/value.js';
import { encodeAmf0 } from '../../amf/amf0-encoder.js';
import type { ApplicationInstance } from '../../application/application-instance.js';
import type { Playlist, PlaylistWatcher } from '../../application/playlist.js';
import type { RecordingListener } from '../../application/recording.js';
import type { RecordRequest } from '../../application/recordings.js';
import { isRefusal } from '../../application/refusal.js';
import type { StreamName } from '../../application/stream-name.js';
import { liveName } from '../../application/stream-name.js';
import { endedRecording, refusedRecording } from '../../netconnection/recording-codes.js';
import type { StatusCode } from '../../netconnection/status.js';
import type { HeldBack } from '../../stream/live-streams.js';
import type { ItemFailure, PlaylistItem } from '../../stream/playlist-item.js';
import { PlaylistPublisher } from '../../stream/playlist-publisher.js';
import type { Publisher } from '../../stream/publisher.js';
import type { PublisherWatcher } from '../../stream/publisher-watcher.js';
import { SlatePublisher } from '../../stream/slate-publisher.js';
import type { PlainRecord } from '../protocol/bytes.js';
import { RemoteBuffer } from './remote-buffer.js';
import { statusRecord } from './status-record.js';
import { itemName } from './stream-item.js';

/** What a script's `Stream` does to one stream of its instance. */
export class ScriptStream {
  /** What is taken of what it plays. */
  readonly wants = { audio: true, video: true };
  /** How recordings are written that begin from now on. */
  syncWrite = false;
  readonly buffer = new RemoteBuffer();
  readonly #name: string;
  #unwatch: (() => void) | undefined;
  #playlist: Playlist | undefined;
  /** The last item that began since the list was reset. */
  #shown: PlaylistItem | undefined;
  #held: HeldBack = {};

  constructor(
    private readonly instance: ApplicationInstance,
    private readonly stream: StreamName,
    /** Told only while the script watches. */
    private readonly tell: (info: PlainRecord) => void,
  ) {
    this.#name = liveName(stream);
  }

  /** From now on the script is told of it. */
  watch(): void {
    this.#unwatch ??= this.instance.streams.watch(this.#name, this.#publishers);
  }

  say(code: StatusCode, description: string, details = this.#name): void {
    if (this.#unwatch !== undefined) this.tell(statusRecord(code, description, details));
  }

  /** Plays an item: in place of what plays, or behind it. */
  play(item: PlaylistItem, resets: boolean): boolean {
    const running = this.#playlist?.isOver === false ? this.#playlist : undefined;
    if (!resets && running !== undefined) return running.append([item]);
    this.#shown = undefined;
    if (resets) this.say('NetStream.Play.Reset', `Playing and resetting ${itemName(item)}.`, itemName(item));
    if (running !== undefined) {
      running.change({ items: [item], loop: false, start: undefined, late: 'skip' }, true);
      return true;
    }
    const playlist = this.instance.playlists.play(this.stream, [item], {}, this.#items);
    if (isRefusal(playlist)) {
      this.say('NetStream.Play.Failed', playlist.description, itemName(item));
      return false;
    }
    this.#playlist = playlist;
    return true;
  }

  stop(): boolean {
    const playlist = this.#playlist;
    this.#playlist = undefined;
    if (playlist === undefined || playlist.isOver) return false;
    playlist.stop();
    return true;
  }

  record(request: RecordRequest): boolean {
    const wish = { ...request, syncWrite: this.syncWrite };
    return this.instance.recordings.start(this.stream, wish, this.#recording) !== undefined;
  }

  stopRecording(): boolean {
    return this.instance.recordings.stop(this.stream);
  }

  /** Sends a data message to the players. Throws AmfError. */
  send(handler: string, args: readonly AmfValue[]): boolean {
    const [frame, ...values] = args;
    const live = this.instance.liveStream(this.stream);
    try {
      if (handler !== '@setDataFrame' && handler !== '@clearDataFrame') live.insert(encodeAmf0([handler, ...args]));
      else if (typeof frame !== 'string') return false;
      else if (handler === '@setDataFrame') live.insert(encodeAmf0([frame, ...values]), frame);
      else live.clearDataFrame(frame);
    } finally {
      this.instance.streams.release(live);
    }
    return true;
  }

  async clear(): Promise<boolean> {
    const isCleared = await this.instance.recordings.erase(this.stream);
    if (isCleared) this.say('NetStream.Clear.Success', `The recording of ${this.#name} was deleted.`);
    else this.say('NetStream.Clear.Failed', `There is no recording of ${this.#name}, or it is in use.`);
    return isCleared;
  }

  flush(): Promise<boolean> {
    return this.instance.recordings.flush(this.stream);
  }

  /** How long messages wait for others to go out together, and how many bytes of them. */
  hold(more: HeldBack): void {
    this.#held = { ...this.#held, ...more };
    this.instance.streams.hold(this.#name, this.#held);
  }

  /** The script uses it no more. */
  close(): void {
    this.stop();
    this.stopRecording();
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.instance.streams.hold(this.#name, undefined);
    const live = this.instance.streams.find(this.#name);
    if (live === undefined || live.publisher !== undefined) return;
    live.clearDataFrames();
    this.instance.streams.release(live);
  }

  readonly #publishers: PublisherWatcher = {
    published: (publisher) => this.#told(publisher, 'NetStream.Publish.Start', 'NetStream.Play.PublishNotify', 'now'),
    unpublished: (publisher) =>
      this.#told(publisher, 'NetStream.Unpublish.Success', 'NetStream.Play.UnpublishNotify', 'no longer'),
  };

  /** @param own of what the server itself publishes, `others` of what a client does */
  #told(publisher: Publisher, own: StatusCode, others: StatusCode, since: string): void {
    if (publisher instanceof SlatePublisher) return;
    const code = publisher instanceof PlaylistPublisher ? own : others;
    this.say(code, `${this.#name} is ${since} published.`);
  }

  readonly #items: PlaylistWatcher = {
    began: (item) => {
      const name = itemName(item);
      const isNext = this.#shown !== undefined && this.#shown !== item;
      this.#shown = item;
      if (isNext) this.say('NetStream.Play.Switch', `Switching to ${name}.`, name);
      this.say('NetStream.Play.Start', `Started playing ${name}.`, name);
    },
    over: (item) => this.say('NetStream.Play.Stop', `Stopped playing ${itemName(item)}.`, itemName(item)),
    failed: (item, why) => {
      const [code, text] = FAILURES[why];
      this.say(code, `Failed to play ${itemName(item)}; ${text}.`, itemName(item));
    },
    ended: (why) => {
      const last = this.#shown;
      this.#shown = undefined;
      if (why !== 'over' || last === undefined) return;
      this.say('NetStream.Play.Complete', `Completed playing ${itemName(last)}.`, itemName(last));
    },
  };

  readonly #recording: RecordingListener = {
    recordingStarted: () => this.say('NetStream.Record.Start', `Recording ${this.#name}.`),
    recordingRefused: (refusal) => this.say(...refusedRecording(refusal)),
    recordingEnded: (why) => this.say(...endedRecording(why, this.#name)),
  };
}

const FAILURES: Readonly<Record<ItemFailure, readonly [StatusCode, string]>> = {
  'not-found': ['NetStream.Play.StreamNotFound', 'stream not found'],
  'not-published': ['NetStream.Play.Failed', 'nobody publishes it'],
  circular: ['NetStream.Play.Failed', 'it would play itself'],
  broken: ['NetStream.Play.Failed', 'it cannot be read'],
};
