import type { AmfValue } from '../../amf/value.js';
import type { AudioCodec } from '../../media/audio-codec.js';
import { classify } from '../../media/classify.js';
import type { MediaMessage } from '../../media/media-message.js';
import type { MediaSegment, MediaSource, SeekPoint } from '../../media/media-source.js';
import type { VideoCodec } from '../../media/video-codec.js';
import { metadataMembers } from '../../stream/slate-metadata.js';
import type { Clock } from '../../time/clock.js';
import type { FetchedPart } from './fetched-part.js';
import { fetchPart, PART, SLACK } from './fetched-part.js';
import type { OutgoingConnection } from './outgoing-connection.js';

/** Lends a connection to the other server for as long as it is asked something. */
export type LendConnection = <Answer>(ask: (connection: OutgoingConnection) => Promise<Answer>) => Promise<Answer>;

/** Parts that are kept; what players share is kept by the segment cache. */
const MAX_PARTS = 4;
/** Milliseconds after which media that has not become longer is whole. */
const GROWTH = 3000;
/** So far back a key frame is looked for; without one playing begins there. */
const LONGEST_GOP = 30_000;
/** Milliseconds for the other server to say how long media is: nginx-rtmp passes over what it does not know. */
const LENGTH_TIMEOUT = 2000;
/** The same, where a player waits to know whether there is a recording at all; the server has just answered otherwise. */
const SHORT_LENGTH_TIMEOUT = 500;
/** Milliseconds up to which every server sends media at once, wherever it begins. */
const WITHIN_REACH = 45_000;

/**
 * Recorded media of another server, any that speaks RTMP, fetched part by part when it is played. Positions are
 * milliseconds. The other server may still be recording: at the end it is asked whether there is more by now.
 */
export class FetchedSource implements MediaSource {
  readonly format = 'flv';
  readonly byteLength = 0;
  isGrowing = true;
  /** When it was longer than before. */
  #grewAt: number;
  readonly #parts = new Map<number, Promise<FetchedPart>>();

  private constructor(
    private readonly lend: LendConnection,
    private readonly name: string,
    private readonly clock: Clock,
    private readonly first: FetchedPart,
    /** Milliseconds. */
    private length: number,
    /** The other server can be asked how long it is. */
    private readonly isLengthTold: boolean,
  ) {
    this.#parts.set(0, Promise.resolve(first));
    this.#grewAt = clock.now();
  }

  /** Undefined if there is no such media there. Rejects if it cannot be fetched. */
  static async open(lend: LendConnection, name: string, clock: Clock): Promise<FetchedSource | undefined> {
    return FetchedSource.#open(lend, name, clock);
  }

  /**
   * The same for a name that may be live there, or nothing, and for servers of which it is not known how well they play:
   * undefined too if it is no recording, or one in which they cannot seek.
   *
   * @param patience milliseconds in which the other server must say that it is a recording
   */
  static async openIfSeekable(
    lend: LendConnection,
    name: string,
    clock: Clock,
    patience: number,
  ): Promise<FetchedSource | undefined> {
    const source = await FetchedSource.#open(lend, name, clock, patience);
    if (source === undefined || source.length <= PART) return source;
    return (await source.#isSeekable()) ? source : undefined;
  }

  static #open(
    lend: LendConnection,
    name: string,
    clock: Clock,
    patience?: number,
  ): Promise<FetchedSource | undefined> {
    return lend(async (connection) => {
      const first = await fetchPart(connection, name, 0, clock, patience);
      if (first === undefined) return undefined;
      // One that may be another server than Flash Media Server does not answer what it does not know.
      const written = patience === undefined ? undefined : durationIn(first);
      const timeout = patience === undefined ? LENGTH_TIMEOUT : SHORT_LENGTH_TIMEOUT;
      const told = written ?? (await lengthThere(connection, name, clock, timeout));
      const isTold = written === undefined && told !== undefined;
      const source = new FetchedSource(lend, name, clock, first, told ?? endOf(first, 0), isTold);
      source.isGrowing = written === undefined;
      return source;
    });
  }

  get videoCodec(): VideoCodec | undefined {
    return this.#codec('video') as VideoCodec | undefined;
  }

  get audioCodec(): AudioCodec | undefined {
    return this.#codec('audio') as AudioCodec | undefined;
  }

  get metadata(): readonly MediaMessage[] {
    return this.first.messages.slice(0, firstFrame(this.first)).filter(({ kind }) => kind === 'data');
  }

  async duration(): Promise<number> {
    if (this.isGrowing) await this.#lookForMore();
    return this.length;
  }

  async seek(time: number): Promise<SeekPoint | undefined> {
    const wanted = time > 0 ? time : 0;
    if (wanted > (await this.duration())) return undefined;
    let begin = beginOf(wanted);
    for (; begin > 0 && begin > wanted - LONGEST_GOP; begin -= PART) {
      const part = await this.#part(begin);
      const key = keyFrame(part, wanted);
      if (key !== undefined) return { position: key.timestamp, time: key.timestamp, setup: this.#setup(part) };
    }
    if (begin > 0) return { position: begin, time: begin, setup: this.#setup(await this.#part(begin)) };
    const key = keyFrame(this.first, wanted);
    const first = key?.timestamp ?? 0;
    const before = this.first.messages.filter(({ timestamp }, i) => timestamp < first || i < firstFrame(this.first));
    const setup = before.filter((message) => classify(message).isConfiguration);
    return { position: first, time: first, setup };
  }

  async segment(position: number): Promise<MediaSegment> {
    const begin = beginOf(position);
    const next = begin + PART;
    if (this.isGrowing && next >= this.length) await this.#lookForMore();
    const part = await this.#part(begin);
    const media = begin === 0 ? part.messages.slice(firstFrame(part)) : part.messages;
    return {
      position,
      messages: position === begin ? media : media.filter(({ timestamp }) => timestamp >= position),
      next: next < this.length ? next : undefined,
    };
  }

  /** Of one whose length nobody says it is not known where to look. */
  async #isSeekable(): Promise<boolean> {
    if (this.isGrowing && !this.isLengthTold) return false;
    if (this.length <= WITHIN_REACH) return true;
    const late = this.#part(beginOf(this.length - PART));
    return late.then(
      () => true,
      () => false,
    );
  }

  /** nginx-rtmp says what a decoder needs where media begins, and not where it is sought. */
  #setup({ setup }: FetchedPart): readonly MediaMessage[] {
    const known = new Map<string, MediaMessage>();
    for (const message of [...this.first.messages, ...setup]) {
      const { configurationKey } = classify(message);
      if (configurationKey !== undefined) known.set(configurationKey, message);
    }
    return [...known.values()];
  }

  async #lookForMore(): Promise<void> {
    const before = this.length;
    const begin = beginOf(before);
    // It was cut off where the media ended then.
    this.#parts.delete(begin);
    const ask = (connection: OutgoingConnection) => lengthThere(connection, this.name, this.clock);
    const told = this.isLengthTold ? await this.lend(ask) : undefined;
    this.length = Math.max(before, told ?? endOf(await this.#part(begin), begin));
    if (this.length > before) this.#grewAt = this.clock.now();
    this.isGrowing = this.clock.now() - this.#grewAt < GROWTH;
  }

  #part(begin: number): Promise<FetchedPart> {
    const known = this.#parts.get(begin);
    if (known !== undefined) return known;
    const fetch = (connection: OutgoingConnection) => fetchPart(connection, this.name, begin, this.clock);
    const fetching = this.lend(fetch).then((part) => {
      if (part === undefined) throw new Error(`${this.name} is not at the other server any more`);
      return part;
    });
    this.#parts.set(begin, fetching);
    fetching.catch(() => this.#parts.delete(begin));
    const [oldest] = this.#parts.keys();
    if (this.#parts.size > MAX_PARTS && oldest !== undefined) this.#parts.delete(oldest);
    return fetching;
  }

  #codec(kind: 'audio' | 'video'): VideoCodec | AudioCodec | undefined {
    const media = this.first.messages.find((message) => message.kind === kind && message.payload.length > 0);
    return media && classify(media).codec;
  }
}

function beginOf(position: number): number {
  return position - (position % PART);
}

/** The last key frame up to a time; without pictures any frame is one. */
function keyFrame({ messages }: FetchedPart, time: number): MediaMessage | undefined {
  const hasPicture = messages.some(({ kind }) => kind === 'video');
  return messages.findLast((message) => {
    const { isKeyFrame, isFrame } = classify(message);
    return message.timestamp <= time && (hasPicture ? isKeyFrame : message.kind === 'audio' && isFrame);
  });
}

/** What comes before says something of the whole. */
function firstFrame({ messages }: FetchedPart): number {
  const first = messages.findIndex((message) => classify(message).isFrame);
  return first < 0 ? messages.length : first;
}

/** Where media ends, as far as a part tells: one that is full tells that there is more. */
function endOf({ messages }: FetchedPart, begin: number): number {
  const last = messages.reduce((latest, { timestamp }) => Math.max(latest, timestamp), begin);
  return last >= begin + PART - SLACK ? begin + PART + 1 : last;
}

/** Milliseconds; undefined if the other server does not say, as of what is live there, too. */
async function lengthThere(
  connection: OutgoingConnection,
  name: string,
  clock: Clock,
  timeout = LENGTH_TIMEOUT,
): Promise<number | undefined> {
  const seconds = await new Promise<AmfValue>((resolve) => {
    const timer = clock.after(timeout, () => resolve(undefined));
    const settle = (answer: AmfValue): void => {
      timer.cancel();
      resolve(answer);
    };
    connection.call('getStreamLength', name).then(settle, () => settle(undefined));
  });
  return milliseconds(seconds);
}

/** What onMetaData says. */
function durationIn({ messages }: FetchedPart): number | undefined {
  for (const { kind, payload } of messages) {
    if (kind !== 'data') continue;
    const [, duration] = metadataMembers(payload)?.find(([key]) => key === 'duration') ?? [];
    const length = milliseconds(duration);
    if (length !== undefined) return length;
  }
  return undefined;
}

function milliseconds(seconds: AmfValue): number | undefined {
  return typeof seconds === 'number' && seconds > 0 ? Math.round(seconds * 1000) : undefined;
}
