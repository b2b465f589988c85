import type { CodecNews } from '../stream/codec-news.js';
import type { Clock } from '../time/clock.js';
import type { AccessEvent, AccessFile, AccessPlace, AccessWitness } from './access-event.js';
import type { Client } from './client.js';
import type { HeldMedia } from './media-library.js';
import type { RecordedFile, RecordEnd, RecordingFacts } from './recording-facts.js';
import type { Refusal } from './refusal.js';
import type { StreamName } from './stream-name.js';

/** How playing came to its end, as far as the player knows. */
export interface PlayEnd {
  /** Bytes of media that were sent; what the connection has carried meanwhile, unless it is said. */
  readonly streamBytes?: number;
  /** Milliseconds of the media where the client was. */
  readonly position?: number;
  readonly why?: string;
  /** It did not begin after all. */
  readonly refusal?: Refusal;
}

interface Play {
  readonly since: number;
  readonly sentBefore: number;
  position?: number;
  isTold: boolean;
  file?: AccessFile;
}

/** What happens in an application instance, told to a witness with when, how long and how much. */
export class AccessTrail {
  readonly #since = new WeakMap<object, number>();
  readonly #plays = new WeakMap<StreamName, Play>();

  constructor(
    private readonly place: AccessPlace,
    private readonly clock: Clock,
    private readonly witness: AccessWitness,
    /** Counts what came of each wish to play, once it is known. */
    private readonly countPlay: (refusal: Refusal | undefined) => void,
  ) {}

  appStarted(): void {
    this.#since.set(this, this.clock.now());
    this.#tell({ event: 'app-start' });
  }

  appStopped(): void {
    this.#tell({ event: 'app-stop', ...this.#duration(this) });
  }

  connectPending(client: Client): void {
    this.#tell({ event: 'connect-pending', client });
  }

  connected(client: Client, refusal: Refusal | undefined): void {
    if (refusal === undefined) this.#since.set(client, this.clock.now());
    this.#tell({ event: 'connect', client, refusal });
  }

  /** @param why the connection ended, in one word */
  disconnected(client: Client, why: string | undefined): void {
    this.#tell({ event: 'disconnect', client, ...this.#duration(client), ...(why === undefined ? {} : { why }) });
  }

  /** @param client undefined for the server itself */
  published(client: Client | undefined, stream: StreamName, refusal?: Refusal): void {
    if (refusal === undefined) this.#since.set(stream, this.clock.now());
    this.#tell({ event: 'publish', client, stream, refusal });
  }

  unpublished(client: Client | undefined, stream: StreamName, streamBytes: number, lost: boolean): void {
    const why = lost ? 'lost' : 'unpublished';
    this.#tell({ event: 'unpublish', client, stream, streamBytes, why, ...this.#duration(stream) });
  }

  /** What is published has another codec, or its first. */
  codec(client: Client | undefined, stream: StreamName, news: CodecNews): void {
    const { kind, id, codec: name } = news;
    this.#tell({ event: news.isFirst ? 'codec' : 'codecchange', client, stream, codec: { kind, id, name } });
  }

  /** Somebody asked to play; what comes of it if it was granted is told by {@link playing}. */
  playAnswered(client: Client, stream: StreamName, refusal: Refusal | undefined): void {
    if (refusal !== undefined) return this.#tellWhatCame(client, stream, { refusal });
    const { sent: sentBefore } = client.connection.traffic;
    this.#plays.set(stream, { since: this.clock.now(), sentBefore, isTold: false });
  }

  /**
   * It is played.
   *
   * @param media undefined for a live stream
   * @param position milliseconds of the media from which it is played
   */
  playing(client: Client, stream: StreamName, media?: HeldMedia, position = 0): void {
    const play = this.#plays.get(stream);
    if (play === undefined) return;
    if (media === undefined) return this.#tellOfPlay(client, stream, play);
    play.position = position;
    play.file = { path: media.place, bytes: media.size };
    if (media.source.isGrowing) return this.#tellOfPlay(client, stream, play);
    const known = media.source.duration().then((duration) => (play.file = { ...play.file!, duration }), ignore);
    void known.then(() => this.#tellOfPlay(client, stream, play));
  }

  /** What {@link playAnswered} granted is over. */
  stopped(client: Client, stream: StreamName, { refusal, ...end }: PlayEnd = {}): void {
    const play = this.#plays.get(stream);
    this.#plays.delete(stream);
    if (play === undefined) return;
    this.#tellOfPlay(client, stream, play, refusal);
    if (refusal !== undefined) return;
    const streamBytes = end.streamBytes ?? client.connection.traffic.sent - play.sentBefore;
    const duration = this.clock.now() - play.since;
    this.#tell({ event: 'stop', client, stream, duration, ...end, streamBytes, ...fileOf(play) });
  }

  /** The client of a player asks for something; `at` has no position for a live stream. */
  controlled(
    event: 'pause' | 'unpause' | 'seek',
    client: Client,
    stream: StreamName,
    at: Pick<PlayEnd, 'position' | 'streamBytes'>,
  ): void {
    const play = this.#plays.get(stream);
    this.#tell({ event, client, stream, ...at, ...(play === undefined ? {} : fileOf(play)) });
  }

  recording({ client, stream }: RecordingFacts, refusal?: Refusal): void {
    this.#tell({ event: 'record', client, stream, refusal });
  }

  /** @param file the last one; undefined if nothing came that could be written */
  recorded({ client, stream }: RecordingFacts, file: RecordedFile | undefined, why: RecordEnd): void {
    const more = file === undefined ? {} : { file, duration: file.duration, streamBytes: file.bytes };
    this.#tell({ event: 'recordstop', client, stream, why, ...more });
  }

  /** Once, when all that is to be said is known, and before it ends. */
  #tellOfPlay(client: Client, stream: StreamName, play: Play, refusal?: Refusal): void {
    if (play.isTold) return;
    play.isTold = true;
    const { position } = play;
    const from = position === undefined ? {} : { position };
    this.#tellWhatCame(client, stream, { refusal, ...from, ...fileOf(play) });
  }

  #tellWhatCame(client: Client, stream: StreamName, what: Pick<AccessEvent, 'refusal' | 'position' | 'file'>): void {
    this.countPlay(what.refusal);
    this.#tell({ event: 'play', client, stream, ...what });
  }

  #duration(of: object): { duration?: number } {
    const since = this.#since.get(of);
    return since === undefined ? {} : { duration: this.clock.now() - since };
  }

  #tell(event: Omit<AccessEvent, 'place'>): void {
    this.witness.happened({ ...event, place: this.place });
  }
}

/** Whoever reads the media tells what is wrong with it. */
function ignore(): void {
  return;
}

function fileOf({ file }: Play): { file?: AccessFile } {
  return file === undefined ? {} : { file };
}
