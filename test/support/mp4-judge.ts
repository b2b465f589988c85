import { expect } from 'vitest';
import type { Tracks } from './media-frames.js';
import { runProgram } from './program.js';

/** Milliseconds that the time of a frame may differ: the timestamps of a stream are rounded, the samples of sound are not. */
const ROUNDING = 1.5;

/** Expects that ffprobe and ffmpeg read the file to its end and have nothing to complain of. */
export async function expectSound(path: string): Promise<void> {
  const probe = await runProgram('ffprobe', ['-v', 'warning', '-show_packets', '-show_streams', path], {
    timeout: 30_000,
  });
  expect(probe).toMatchObject({ code: 0, stderr: '' });
  const copy = await runProgram('ffmpeg', ['-v', 'warning', '-i', path, '-c', 'copy', '-f', 'framemd5', '-'], {
    timeout: 30_000,
  });
  expect(copy).toMatchObject({ code: 0, stderr: '' });
}

/**
 * Expects that a file holds the frames of a stream, `lost` of each kind at the end excepted, with the decoder setups of
 * the stream and its timing, moved so that it begins at zero.
 */
export function expectSameMedia(
  stream: Tracks,
  file: Tracks,
  lost: (kind: 'audio' | 'video') => number = () => 0,
): void {
  expect(Object.keys(file).sort()).toEqual(Object.keys(stream).sort());
  const begin = Math.min(
    ...[stream.audio, stream.video].flatMap((track) => track?.frames.slice(0, 1) ?? []).map(presented),
  );
  for (const kind of ['audio', 'video'] as const) {
    const [from, to] = [stream[kind], file[kind]];
    if (from === undefined || to === undefined) continue;
    expect({ kind, codec: to.codec, setup: to.setup }).toEqual({ kind, codec: from.codec, setup: from.setup });
    const expected = from.frames.slice(0, from.frames.length - lost(kind));
    expect(to.frames.map(({ hash }) => hash)).toEqual(expected.map(({ hash }) => hash));
    expect(to.frames.map(({ keyFrame }) => keyFrame)).toEqual(expected.map(({ keyFrame }) => keyFrame));
    const late = to.frames.findIndex((frame, i) => {
      const [times, wanted] = [[frame.dts, presented(frame)], expected[i]!];
      return times.some((time, j) => Math.abs(time - ([wanted.dts, presented(wanted)][j]! - begin)) > ROUNDING);
    });
    expect({ kind, late, time: to.frames[late]?.dts, wanted: expected[late]?.dts }).toMatchObject({ late: -1 });
  }
}

function presented({ dts, composition }: { readonly dts: number; readonly composition: number }): number {
  return dts + composition;
}
