import type { MediaMessage } from '../media/media-message.js';
import type { AudioPacket, VideoPacket } from '../media/stream-packet.js';
import { packetsOf } from '../media/stream-packet.js';
import { StreamTime } from '../media/stream-time.js';
import { adtsHeader } from './adts-header.js';
import { Packetizer } from './packetizer.js';
import type { ElementaryStream } from './program-tables.js';
import { PAT_PID, PMT_PID, writeProgramAssociation, writeProgramMap } from './program-tables.js';
import { SoundLine } from './sound-line.js';
import type { TsAudio, TsVideo } from './ts-tracks.js';
import { sameStream, tsAudio, tsVideo } from './ts-tracks.js';
import { PES_AUDIO, PES_VIDEO, TICKS, wrap33, writePes } from './write-pes.js';

/** Milliseconds that are added to every time, so that the clock can be behind the first frame. */
const LEAD = 1400;
/** Milliseconds that the clock is behind decoding: what a decoder has to buffer. */
const CLOCK_DELAY = 700;
/** Milliseconds of sound, and bytes, that share a PES packet. */
const SOUND_TOGETHER = 150;
const SOUND_BYTES = 4096;
const AAC_FRAME = 1024;

/** Frames of sound that wait for their PES packet. */
interface WaitingSound {
  readonly time: number;
  readonly parts: Uint8Array[];
  bytes: number;
}

/**
 * Writes the messages of a stream as an MPEG transport stream (ISO/IEC 13818-1): track 0 of video (H.264, HEVC) and of
 * audio (AAC, MP3); what else comes is left out. Times are those of the messages, wherever it begins, so that segments
 * that were made apart fit together.
 *
 * A piece that {@link take} answers begins with PAT and PMT, and can be decoded if it begins with a key frame.
 */
export class MpegTsMuxer {
  readonly #packets = new Packetizer();
  readonly #time = new StreamTime();
  readonly #sound = new SoundLine();
  #origin: number | undefined;
  #video: TsVideo | undefined;
  #audio: TsAudio | undefined;
  #hasKeyFrame = false;
  #waiting: WaitingSound | undefined;
  #version = -1;
  /** The streams that the last tables told of. */
  #told: readonly ElementaryStream[] = [];
  #needsTables = true;
  /** Of the video frame before, in ticks. */
  #decoded = -Infinity;

  /** Something was written that {@link take} has not answered yet. */
  get hasMedia(): boolean {
    return this.#packets.length > 0 || this.#waiting !== undefined;
  }

  /** Takes the next message. Never throws. */
  accept(message: MediaMessage): void {
    for (const packet of packetsOf(message)) {
      if (packet.trackId !== 0) continue;
      if (packet.kind === 'video') this.#acceptVideo(packet, message.timestamp);
      else this.#acceptAudio(packet, message.timestamp);
    }
  }

  /** What was written since the last time; undefined if nothing was. What follows begins with tables again. */
  take(): Uint8Array | undefined {
    this.#flushSound();
    this.#needsTables = true;
    return this.#packets.length === 0 ? undefined : this.#packets.take();
  }

  #acceptVideo(packet: VideoPacket, timestamp: number): void {
    if (packet.isConfiguration) {
      const video = tsVideo(packet);
      if (video !== undefined && this.#video !== undefined && sameStream(this.#video, video)) return;
      this.#video = video;
      this.#hasKeyFrame = false;
      this.#needsTables = true;
      return;
    }
    const video = this.#video;
    const { isKeyFrame } = packet;
    if (video?.codec !== packet.codec || (!this.#hasKeyFrame && !isKeyFrame)) return;
    this.#hasKeyFrame = true;
    const time = this.#timeOf(packet, timestamp);
    if (this.#waiting !== undefined && time - this.#waiting.time >= SOUND_TOGETHER) this.#flushSound();
    this.#writeTables();
    // What steps back is moved to just behind the frame before, without a change of when it is presented.
    const decoding = Math.max(Math.round(time * TICKS), this.#decoded + 1);
    this.#decoded = decoding;
    const presentation = Math.max(decoding, Math.round((time + packet.compositionTime) * TICKS));
    const parts = video.units.frame(packet.body, isKeyFrame);
    const pes = writePes(PES_VIDEO, { presentation, decoding }, parts);
    this.#packets.pes(video.pid, pes, { pcr: clockAt(decoding), randomAccess: isKeyFrame });
  }

  #acceptAudio(packet: AudioPacket, timestamp: number): void {
    if (packet.isConfiguration || this.#audio?.aac === undefined) this.#setUpAudio(packet);
    const audio = this.#audio;
    if (packet.isConfiguration || audio?.codec !== packet.codec) return;
    const { aac } = audio;
    const told = this.#timeOf(packet, timestamp);
    const time = this.#sound.place(told, aac && (AAC_FRAME * 1000) / aac.coreSampleRate);
    const header = aac && adtsHeader(aac, packet.body.length);
    if (aac !== undefined && header === undefined) return;
    const waiting = this.#waiting;
    if (waiting !== undefined && (time - waiting.time >= SOUND_TOGETHER || waiting.bytes >= SOUND_BYTES))
      this.#flushSound();
    this.#waiting ??= { time, parts: [], bytes: 0 };
    if (header !== undefined) this.#waiting.parts.push(header);
    this.#waiting.parts.push(packet.body);
    this.#waiting.bytes += packet.body.length;
  }

  #setUpAudio(packet: AudioPacket): void {
    const audio = tsAudio(packet);
    if (audio !== undefined && this.#audio !== undefined && sameStream(this.#audio, audio)) return;
    if (audio === this.#audio) return;
    this.#flushSound();
    this.#audio = audio;
    this.#needsTables = true;
  }

  #flushSound(): void {
    const waiting = this.#waiting;
    const audio = this.#audio;
    this.#waiting = undefined;
    if (waiting === undefined || audio === undefined) return;
    this.#writeTables();
    const ticks = Math.round(waiting.time * TICKS);
    const pcr = this.#video === undefined ? clockAt(ticks) : undefined;
    this.#packets.pes(audio.pid, writePes(PES_AUDIO, { presentation: ticks, decoding: ticks }, waiting.parts), {
      pcr,
      randomAccess: this.#video === undefined,
    });
  }

  #writeTables(): void {
    if (!this.#needsTables) return;
    this.#needsTables = false;
    const streams = [this.#video, this.#audio].filter((stream) => stream !== undefined);
    const isSame = streams.length === this.#told.length && streams.every((stream, i) => isLike(stream, this.#told[i]!));
    if (!isSame) this.#version++;
    this.#told = streams;
    this.#packets.section(PAT_PID, writeProgramAssociation());
    this.#packets.section(PMT_PID, writeProgramMap(streams, this.#version));
  }

  /** Milliseconds on the clock of the messages, which goes on where 32 bits wrap. */
  #timeOf({ track, fraction }: VideoPacket | AudioPacket, timestamp: number): number {
    this.#origin ??= timestamp;
    return this.#origin + this.#time.of(track, timestamp) + fraction + LEAD;
  }
}

function isLike(a: ElementaryStream, b: ElementaryStream): boolean {
  return a.pid === b.pid && a.streamType === b.streamType;
}

function clockAt(decoding: number): number {
  return wrap33(decoding - CLOCK_DELAY * TICKS);
}
