import { Program } from './program.js';

export interface PublishOptions {
  /** How often the file is published in a row. */
  readonly times?: number;
  /** Speed relative to real time. */
  readonly rate?: number;
  /** Seconds that are added to every timestamp. */
  readonly offset?: number;
  readonly timeout?: number;
}

/** Publishes an FLV file as it is, with ffmpeg's own RTMP code, at the pace of its timestamps. */
export function publishWithFfmpeg(file: string, url: string, options: PublishOptions = {}): Program {
  const { times = 1, rate = 1, offset = 0, timeout = 60_000 } = options;
  const input = ['-readrate', `${rate}`, '-stream_loop', `${times - 1}`, '-i', file];
  const output = ['-c', 'copy', '-output_ts_offset', `${offset}`, '-f', 'flv', url];
  return new Program('ffmpeg', ['-hide_banner', ...input, ...output], { timeout });
}

/** Resolves when an ffmpeg that publishes has been allowed to: it then describes what it writes. */
export async function hasBegun(publisher: Program): Promise<void> {
  await publisher.printed(/Output #0, flv/);
}

/** Plays into an FLV file, without decoding, until the stream is unpublished. */
export function playWithFfmpeg(url: string, file: string, timeout = 60_000): Program {
  const args = [
    '-hide_banner',
    '-v',
    'debug',
    '-rw_timeout',
    '15000000',
    '-i',
    url,
    '-c',
    'copy',
    '-f',
    'flv',
    '-y',
    file,
  ];
  return new Program('ffmpeg', args, { timeout });
}

/** Resolves when an ffmpeg that plays has asked for its stream, whether that is published or not. */
export async function hasAsked(player: Program): Promise<void> {
  await player.printed(/Sending play command/);
}

/** Resolves when players have ended by themselves, as ffmpeg does when it is told that the stream is no longer published. */
export async function unpublishedFor(...players: readonly Program[]): Promise<void> {
  await Promise.all(players.map((player) => player.endsWithin(5_000)));
}

/** Resolves when an ffmpeg that plays gets media. */
export async function hasMedia(player: Program): Promise<void> {
  await player.printed(/Output #0, flv/);
}
