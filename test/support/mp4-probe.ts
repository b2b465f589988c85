import { outputOf } from './program.js';

/** One sample as ffprobe finds it. */
export interface ProbedPacket {
  /** Milliseconds, rounded from the ticks of the track. */
  readonly dts: number;
  readonly pts: number;
  readonly isKey: boolean;
  readonly size: number;
  readonly md5: string;
}

export interface ProbedTrack {
  readonly kind: 'audio' | 'video';
  readonly codec: string;
  readonly packets: readonly ProbedPacket[];
}

interface Probe {
  readonly streams: readonly { index: number; codec_type: string; codec_name: string; time_base: string }[];
  readonly packets: readonly {
    stream_index: number;
    pts: number;
    dts: number;
    flags: string;
    size: string;
    data_hash: string;
  }[];
}

/** Every sample of the first video and the first audio track, without decoding; edit lists are applied to times only. */
export async function probeMp4(path: string): Promise<ProbedTrack[]> {
  const what = ['-show_streams', '-show_packets', '-show_data_hash', 'md5', '-of', 'json'];
  const args = ['-v', 'error', '-advanced_editlist', '0', ...what, path];
  const { streams, packets } = JSON.parse(await outputOf('ffprobe', args, { timeout: 30_000 })) as Probe;
  return (['video', 'audio'] as const).flatMap((kind) => {
    const stream = streams.find(({ codec_type }) => codec_type === kind);
    if (stream === undefined) return [];
    const [, timescale] = stream.time_base.split('/').map(Number);
    const ms = (ticks: number): number => Math.round((ticks * 1000) / timescale!);
    const own = packets.filter(({ stream_index }) => stream_index === stream.index);
    return {
      kind,
      codec: stream.codec_name,
      packets: own.map(({ pts, dts, flags, size, data_hash }) => ({
        dts: ms(dts),
        pts: ms(pts),
        isKey: flags.startsWith('K'),
        size: Number(size),
        md5: data_hash.replace('MD5:', ''),
      })),
    };
  });
}
