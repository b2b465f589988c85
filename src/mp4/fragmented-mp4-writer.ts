import { ByteWriter } from '../bytes/byte-writer.js';
import { concat } from '../bytes/concat.js';
import { readKeyFramePicture } from '../media/codec-configuration/key-frame-picture.js';
import { orUndefined } from '../media/media-error.js';
import type { MediaMessage } from '../media/media-message.js';
import { readAnnouncedMedia } from './announced-media.js';
import type { AnnouncedMedia } from './announced-media.js';
import type { FragmentSample } from './fragment-sample.js';
import type { MovieTrack } from './movie-track.js';
import type { Mp4Verdict } from './mp4-verdict.js';
import { TAKEN } from './mp4-verdict.js';
import type { RecordedTrack } from './recorded-track.js';
import { RecordedTracks } from './recorded-tracks.js';
import { packetsOf } from '../media/stream-packet.js';
import type { StreamPacket } from '../media/stream-packet.js';
import { StreamTime } from '../media/stream-time.js';
import { visualSampleEntry } from './visual-sample-entry.js';
import { writeFullBox } from './write-box.js';
import { encodeFragment } from './write-fragment.js';
import type { TrackRun } from './write-fragment.js';
import { writeFileType, writeMovie } from './write-movie.js';
import type { MovieDescription } from './write-movie.js';

export interface FragmentedMp4Options extends MovieDescription {
  /**
   * Milliseconds of media to wait for a second track before the file begins without it. A quarter of that if
   * onMetaData does not announce it. Default 2000.
   */
  readonly waitLimit?: number;
  /** Bytes of frames that may wait for a second track. Default 16 MiB. */
  readonly waitBytes?: number;
  /**
   * Times are those of the messages, a track has the same id whatever else there is, and the header stands apart (see
   * {@link FragmentedMp4Writer.header}): fragments that different writers made fit together, as in a playlist.
   */
  readonly asSent?: boolean;
}

const DEFAULT_WAIT_LIMIT = 2000;
const DEFAULT_WAIT_BYTES = 16 * 1024 * 1024;
const UNANNOUNCED = 4;

/** A track in the file. */
interface WrittenTrack {
  readonly recorded: RecordedTrack;
  readonly movie: MovieTrack;
  /** Ticks on the stream where the track of the file begins. */
  readonly origin: number;
}

/**
 * Writes the messages of a stream as fragmented MP4 (ISO/IEC 14496-12, 8.8): a header as soon as it is known which
 * tracks there are, then fragments, each of which can be played when it is on the disk. The caller says where a
 * fragment ends, with {@link takeFragment}; right after a key frame was accepted that is just before it.
 *
 * Video begins with its first key frame. The presentation begins at zero with what is shown or heard first, and the
 * tracks stay as far apart as their timestamps are.
 */
export class FragmentedMp4Writer {
  readonly #options: FragmentedMp4Options;
  readonly #tracks = new RecordedTracks();
  readonly #time = new StreamTime();
  #announced: AnnouncedMedia | undefined;
  /** Milliseconds of the stream that have passed. */
  #waited = 0;
  #pendingBytes = 0;
  #written: readonly WrittenTrack[] | undefined;
  #header: Uint8Array | undefined;
  #isHeaderWritten: boolean;
  #sequenceNumber = 0;
  /** Milliseconds that are added to the time of the stream. */
  #offset: number | undefined;

  constructor(options: FragmentedMp4Options = {}) {
    this.#options = options;
    this.#isHeaderWritten = options.asSent === true;
    this.#offset = options.asSent === true ? undefined : 0;
  }

  /** What stands before the first fragment: it is in that already, unless {@link FragmentedMp4Options.asSent} is set. */
  get header(): Uint8Array | undefined {
    return this.#header;
  }

  /** It is known which tracks the file has; before that there are no fragments. */
  get hasBegun(): boolean {
    return this.#written !== undefined;
  }

  /** Bytes of frames that wait for the next fragment. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** Takes the next message of the stream. Never throws; see {@link Mp4Verdict} for what is to be done. */
  accept(message: MediaMessage): Mp4Verdict {
    if (message.kind === 'data') {
      if (!this.hasBegun) this.#announced = readAnnouncedMedia(message.payload) ?? this.#announced;
      return TAKEN;
    }
    const packets = packetsOf(message);
    const verdict = this.#tracks.accept(packets);
    if (verdict.kind === 'codec-changed' || verdict.kind === 'late-track') return verdict;
    for (const packet of packets) if (!packet.isConfiguration) this.#addFrame(packet, message.timestamp);
    if (!this.hasBegun && this.#isReady()) this.#begin();
    const [first] = packets;
    if (first === undefined || !this.#hasNone()) return verdict;
    return { kind: 'no-track', track: first.track, codec: first.codec };
  }

  /**
   * All frames that are complete, as a fragment, with the header of the file before the first one. The last frame of
   * each track waits for the next, which says how long it lasts. Undefined if there is nothing to write yet.
   */
  takeFragment(): Uint8Array | undefined {
    return this.#encode((track) => track.take());
  }

  /**
   * Accepts `next`, and answers all frames before it as {@link takeFragment} does. Sound whose frames tell how long they
   * last waits for nothing.
   */
  takeBefore(next: MediaMessage): { readonly fragment: Uint8Array | undefined; readonly verdict: Mp4Verdict } {
    const verdict = this.accept(next);
    if (verdict.kind === 'codec-changed' || verdict.kind === 'late-track') return { fragment: this.finish(), verdict };
    const begun = new Set(packetsOf(next).map(({ track }) => track));
    const fragment = this.#encode((track) => (begun.has(track.name) ? track.take() : track.takeSettled()));
    return { fragment, verdict };
  }

  /**
   * What is left, as the last fragment: no more messages are accepted. Undefined if nothing is left; if there never was
   * a fragment, then the stream had no frame that goes into an MP4.
   */
  finish(): Uint8Array | undefined {
    if (!this.hasBegun && this.#hasFrames()) this.#begin();
    return this.#encode((track) => track.takeLast());
  }

  #addFrame(packet: StreamPacket, timestamp: number): void {
    this.#offset ??= timestamp;
    const passed = this.#time.of(packet.track, timestamp);
    const time = this.#offset + passed;
    this.#waited = Math.max(this.#waited, passed);
    const track = this.#tracks.get(packet.track);
    if (track?.format.codec !== packet.codec) return;
    if (packet.kind === 'video') {
      if (track.beginning === undefined && !packet.isKeyFrame) return;
      if (track.format.kind === 'video' && track.format.picture === undefined && packet.isKeyFrame) {
        const picture = orUndefined(() => readKeyFramePicture(packet.codec, packet.body));
        track.format = { ...track.format, picture };
      }
    }
    const { compositionTime, isKeyFrame, body } = packet;
    track.add({ time: time + packet.fraction, compositionTime, isKeyFrame, data: body });
    this.#pendingBytes += body.length;
  }

  #hasFrames(): boolean {
    return this.#tracks.all.some(({ beginning }) => beginning !== undefined);
  }

  /** All that came was left out, and nothing else is waited for. */
  #hasNone(): boolean {
    if (this.#tracks.all.length > 0) return false;
    const isLeftOut = (['audio', 'video'] as const).filter((kind) => this.#tracks.isDecided(kind)).length;
    return isLeftOut === 2 || (isLeftOut === 1 && this.#waited >= this.#waitLimit);
  }

  get #waitLimit(): number {
    return this.#options.waitLimit ?? DEFAULT_WAIT_LIMIT;
  }

  #isReady(): boolean {
    if (!this.#hasFrames()) return false;
    if (this.#pendingBytes >= (this.#options.waitBytes ?? DEFAULT_WAIT_BYTES)) return true;
    return (['audio', 'video'] as const).every((kind) => {
      const isUnannounced = this.#announced?.[kind] === false;
      const limit = isUnannounced ? this.#waitLimit / UNANNOUNCED : this.#waitLimit;
      return this.#waited >= limit || this.#tracks.isDecided(kind);
    });
  }

  #begin(): void {
    this.#tracks.seal();
    const recorded = [...this.#tracks.all].sort(inFile);
    const { shown, origin } = this.#options.asSent === true ? { shown: 0, origin: 0 } : beginningOf(recorded);
    const written = recorded.map((track, i) => ({
      recorded: track,
      movie: this.#movieTrack(track, this.#options.asSent === true ? lastingId(track) : i + 1),
      origin: Math.round((origin * track.timescale) / 1000),
    }));
    const writer = new ByteWriter(1024);
    writeFileType(writer);
    const tracks = written.map(({ movie, origin }) => ({
      track: movie,
      start: { delay: 0, mediaTime: Math.round((shown * movie.timescale) / 1000) - origin },
      duration: 0,
      writeSampleTable: writeEmptySampleTable,
    }));
    writeMovie(writer, tracks, true, this.#options);
    this.#header = writer.finish();
    this.#written = written;
  }

  #movieTrack({ format, timescale }: RecordedTrack, id: number): MovieTrack {
    if (format.kind === 'audio') {
      return { id, kind: 'audio', timescale, sampleEntry: format.sampleEntry, width: 0, height: 0 };
    }
    const width = format.picture?.width ?? this.#announced?.width ?? 0;
    const height = format.picture?.height ?? this.#announced?.height ?? 0;
    const sampleEntry = visualSampleEntry(format.codec, format.configuration, { width, height });
    return { id, kind: 'video', timescale, sampleEntry, width, height };
  }

  #encode(take: (track: RecordedTrack) => readonly FragmentSample[]): Uint8Array | undefined {
    const runs: TrackRun[] = [];
    for (const { recorded, movie, origin } of this.#written ?? []) {
      const samples = take(recorded);
      const [first] = samples;
      if (first === undefined) continue;
      for (const { data } of samples) this.#pendingBytes -= data.length;
      runs.push({ trackId: movie.id, decodeTime: Math.max(0, first.decodeTime - origin), samples });
    }
    if (runs.length === 0) return undefined;
    const fragment = encodeFragment(++this.#sequenceNumber, runs);
    if (this.#isHeaderWritten || this.#header === undefined) return fragment;
    this.#isHeaderWritten = true;
    return concat([this.#header, fragment]);
  }
}

/** Milliseconds on the stream where the first frame is presented, and the file begins. */
function beginningOf(tracks: readonly RecordedTrack[]): { readonly shown: number; readonly origin: number } {
  const beginnings = tracks.flatMap(({ beginning }) => beginning ?? []);
  const shown = Math.min(...beginnings.map(({ presentation }) => presentation));
  return { shown, origin: Math.min(shown, ...beginnings.map(({ decoding }) => decoding)) };
}

/** Odd for video, even for audio. */
function lastingId({ format, id }: RecordedTrack): number {
  return id * 2 + (format.kind === 'video' ? 1 : 2);
}

/** Video before audio, whichever came first, so that recordings of one stream go together. */
function inFile(a: RecordedTrack, b: RecordedTrack): number {
  if (a.format.kind !== b.format.kind) return a.format.kind === 'video' ? -1 : 1;
  return a.id - b.id;
}

const EMPTY_TABLES = ['stts', 'stsc', 'stsz', 'stco'] as const;

/** The samples are in fragments; the tables have to be there all the same. */
function writeEmptySampleTable(writer: ByteWriter): void {
  for (const table of EMPTY_TABLES) {
    writeFullBox(writer, table, 0, 0, () => {
      if (table === 'stsz') writer.u32(0);
      writer.u32(0);
    });
  }
}
