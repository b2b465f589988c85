import { MediaError } from '../media/media-error.js';
import { hasAudioSampleEntry } from './audio-sample-entry.js';
import type { Mp4Verdict } from './mp4-verdict.js';
import { TAKEN } from './mp4-verdict.js';
import { RecordedTrack } from './recorded-track.js';
import type { StreamPacket } from '../media/stream-packet.js';
import type { TrackFormat } from './track-format.js';
import { audioTrackFormat, describesItself, sameFormat, sameSound, videoTrackFormat } from './track-format.js';
import { hasVisualSampleEntry } from './visual-sample-entry.js';

/** The tracks of a stream that go into an MP4, and which of them do not. */
export class RecordedTracks {
  readonly #tracks = new Map<string, RecordedTrack>();
  readonly #leftOut = new Set<string>();
  #sealed = false;

  /** Those whose configuration is known, in the order in which they came. */
  get all(): readonly RecordedTrack[] {
    return [...this.#tracks.values()];
  }

  /** No more tracks: the header of the file is written. */
  seal(): void {
    this.#sealed = true;
  }

  get(track: string): RecordedTrack | undefined {
    return this.#tracks.get(track);
  }

  /** Whether nothing is to be waited for: frames of this kind are there, or are known not to be written. */
  isDecided(kind: 'audio' | 'video'): boolean {
    const tracks = this.all.filter(({ format }) => format.kind === kind);
    if (tracks.length > 0) return tracks.every(({ beginning }) => beginning !== undefined);
    return [...this.#leftOut].some((track) => track.startsWith(kind));
  }

  /** Takes in what the packets of a message say of their tracks, all of them or none. */
  accept(packets: readonly StreamPacket[]): Mp4Verdict {
    let verdict = TAKEN;
    const news: [StreamPacket, TrackFormat][] = [];
    for (const packet of packets) {
      const found = this.#judge(packet);
      if (found === undefined) continue;
      if (!('format' in found)) {
        if (found.kind !== 'left-out') return found;
        if (verdict === TAKEN) verdict = found;
      } else {
        news.push([packet, found.format]);
      }
    }
    for (const [{ track, trackId }, format] of news) {
      this.#tracks.set(track, new RecordedTrack(trackId, format));
      this.#leftOut.delete(track);
    }
    if (verdict.kind === 'left-out') this.#leftOut.add(verdict.track);
    return verdict;
  }

  /** A new format of the track, or what else is to be said; undefined, as for nearly all packets, if nothing is. */
  #judge(packet: StreamPacket): { readonly format: TrackFormat } | Mp4Verdict | undefined {
    const { track, codec, isConfiguration, body } = packet;
    const present = this.#tracks.get(track);
    const isTold = present === undefined && this.#leftOut.has(track);
    if (!(packet.kind === 'video' ? hasVisualSampleEntry(packet.codec) : hasAudioSampleEntry(packet.codec))) {
      if (present !== undefined) return this.#changed(packet, present);
      return isTold ? undefined : { kind: 'left-out', reason: 'unsupported', track, codec };
    }
    if (!isConfiguration && (!describesItself(codec) || sameSound(present?.format, codec, body))) return undefined;
    let format: TrackFormat;
    try {
      format = packet.kind === 'video' ? videoTrackFormat(packet.codec, body) : audioTrackFormat(packet.codec, body);
    } catch (error) {
      if (!(error instanceof MediaError)) throw error;
      // A configuration that cannot be read does not end what is running, and frames are lost now and then.
      if (present !== undefined || isTold || !isConfiguration) return undefined;
      return { kind: 'left-out', reason: 'malformed', track, codec };
    }
    if (present === undefined) return this.#sealed ? { kind: 'late-track', track, codec } : { format };
    if (sameFormat(present.format, format)) return undefined;
    return this.#changed(packet, present) ?? { format };
  }

  /** Undefined as long as the track may still become another. */
  #changed({ track, codec }: StreamPacket, present: RecordedTrack): Mp4Verdict | undefined {
    return this.#sealed || present.beginning !== undefined ? { kind: 'codec-changed', track, codec } : undefined;
  }
}
