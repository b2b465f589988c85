import { outputOf } from './program.js';

/** One coded frame as a demuxer found it in a file. */
export interface Frame {
  /** Milliseconds. */
  readonly dts: number;
  /** pts - dts, in milliseconds: the composition time of B-frames. */
  readonly composition: number;
  readonly keyFrame: boolean;
  /** Hash of the coded bytes. */
  readonly hash: string;
}

/** The frames of one audio or video track, and what a decoder is set up with. */
export interface Track {
  readonly codec: string;
  /** Hash of the sequence header; undefined for codecs without one. */
  readonly setup: string | undefined;
  readonly frames: readonly Frame[];
}

export interface Tracks {
  readonly audio?: Track;
  readonly video?: Track;
}

interface Probe {
  readonly streams: readonly {
    index: number;
    codec_type: string;
    codec_name: string;
    time_base: string;
    extradata_hash?: string;
  }[];
  readonly packets: readonly { stream_index: number; pts?: number; dts?: number; flags: string; data_hash: string }[];
}

/** Reads every frame of an FLV or MP4 file with ffprobe, without decoding. */
export async function readTracks(path: string): Promise<Tracks> {
  const args = ['-v', 'error', '-show_streams', '-show_packets', '-show_data_hash', 'md5', '-of', 'json', path];
  const probe = JSON.parse(await outputOf('ffprobe', args, { timeout: 30_000 })) as Probe;
  return Object.fromEntries(
    probe.streams
      .filter(isMedia)
      .map(({ index, codec_type, codec_name, time_base, extradata_hash }): [string, Track] => [
        codec_type,
        { codec: codec_name, setup: extradata_hash, frames: framesOf(probe, index, ticksPerMillisecond(time_base)) },
      ]),
  );
}

/** Data messages show up as tracks of their own in some files. */
function isMedia({ codec_type }: Probe['streams'][number]): boolean {
  return codec_type === 'audio' || codec_type === 'video';
}

/** Of a time base such as `1/90000`; 1 in FLV. */
function ticksPerMillisecond(timeBase: string): number {
  const [seconds, ticks] = timeBase.split('/').map(Number);
  return ticks! / seconds! / 1000;
}

function framesOf(probe: Probe, index: number, perMillisecond: number): Frame[] {
  return probe.packets
    .filter((packet) => packet.stream_index === index)
    .map(({ pts, dts, flags, data_hash }) => ({
      dts: (dts ?? Number.NaN) / perMillisecond,
      composition: ((pts ?? Number.NaN) - (dts ?? Number.NaN)) / perMillisecond,
      keyFrame: flags.startsWith('K'),
      hash: data_hash,
    }));
}
