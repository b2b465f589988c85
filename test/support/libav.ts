import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import type { Track, Tracks } from './media-frames.js';
import { Program } from './program.js';

const script = fileURLToPath(new URL('libav-copy.mjs', import.meta.url));

/** Where the packages node-av and @seydx/node-av-linux-x64 are installed. */
const folder = process.env.AFTERGLOW_LIBAV ?? '';

/** `describe` for tests with libav 8; where AFTERGLOW_LIBAV does not lead to it they are skipped with a notice. */
export function describeWithLibav(name: string, body: () => void): void {
  if (existsSync(join(folder, 'node_modules/node-av'))) {
    describe(name, body);
    return;
  }
  const title = `${name} (skipped: AFTERGLOW_LIBAV names no folder with node-av; see docs/development.md)`;
  console.warn(title);
  describe.skip(title, body);
}

/** Publishes all tracks of these files together, as they are, at the pace of their timestamps. */
export function publishWithLibav(files: readonly string[], url: string): Program {
  return copy(url, files);
}

/** Plays until the stream is unpublished. */
export function playWithLibav(url: string): Program {
  return copy('-', [url]);
}

interface TrackLine {
  readonly track: number;
  readonly kind: 'audio' | 'video';
  readonly codec: string;
  readonly setup: string;
}

interface PacketLine {
  readonly track: number;
  readonly dts: number;
  readonly pts: number;
  readonly key: boolean;
  readonly hash: string;
}

/** What went through a copy: of each kind the first track. */
export function tracksOf({ stdout }: { readonly stdout: string }): Tracks {
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as TrackLine | PacketLine);
  const packets = lines.filter((line): line is PacketLine => 'hash' in line);
  const tracks: Partial<Record<'audio' | 'video', Track>> = {};
  for (const line of lines) {
    if (!('kind' in line) || tracks[line.kind] !== undefined) continue;
    const frames = packets
      .filter(({ track }) => track === line.track)
      .map(({ dts, pts, key, hash }) => ({ dts, composition: pts - dts, keyFrame: key, hash }));
    tracks[line.kind] = { codec: line.codec, setup: line.setup, frames };
  }
  return tracks;
}

function copy(output: string, inputs: readonly string[]): Program {
  return new Program(process.execPath, [script, folder, output, ...inputs], { timeout: 60_000 });
}
