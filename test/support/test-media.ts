import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { outputOf } from './program.js';
import { runFolder } from './run-folder.js';

const picture = (size: string, rate: number): string[] => ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}`];
const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=44100'];
const h264 = (gop: number): string[] => [
  '-c:v',
  'libx264',
  '-preset',
  'ultrafast',
  '-pix_fmt',
  'yuv420p',
  '-g',
  `${gop}`,
];
const noBFrames = ['-bf', '0'];
const aac = ['-c:a', 'aac', '-b:a', '96k', '-ac', '2'];

const hevc = ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error:keyint=25:bframes=3'];
const av1 = ['-c:v', 'libaom-av1', '-cpu-used', '8', '-usage', 'realtime', '-g', '25', '-pix_fmt', 'yuv420p'];
const opus = ['-c:a', 'libopus', '-b:a', '64k'];
const vp9 = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-g', '25', '-pix_fmt', 'yuv420p'];

/** FLV files as encoders make them, by the kind of media; the last word is the length in seconds. */
const recipes = {
  'h264 and aac': [...picture('320x180', 25), ...tone, ...h264(25), ...noBFrames, ...aac, '-t', '4'],
  'another h264 and aac': [...picture('256x144', 20), ...tone, ...h264(20), ...noBFrames, ...aac, '-t', '3'],
  'h264 and mp3': [...picture('320x180', 25), ...tone, ...h264(25), ...noBFrames, '-c:a', 'libmp3lame', '-t', '4'],
  'audio only': [...tone, ...aac, '-t', '4'],
  'video only': [...picture('320x180', 25), ...h264(25), ...noBFrames, '-t', '4'],
  '1080p with a key frame every 10 s': [
    ...picture('1920x1080', 25),
    ...tone,
    ...h264(250),
    ...noBFrames,
    ...aac,
    '-t',
    '12',
  ],
  '60 fps': [...picture('640x360', 60), ...tone, ...h264(60), ...noBFrames, ...aac, '-t', '4'],
  'b-frames': [
    ...picture('320x180', 25),
    ...tone,
    ...['-c:v', 'libx264', '-preset', 'medium', '-pix_fmt', 'yuv420p', '-g', '50', '-bf', '3'],
    ...aac,
    ...['-t', '4'],
  ],
  'sorenson h263 and mp3': [
    ...picture('320x240', 15),
    ...tone,
    '-c:v',
    'flv1',
    '-g',
    '15',
    '-c:a',
    'libmp3lame',
    '-t',
    '3',
  ],
  // About 300 kB a second, every frame different.
  'noise and aac': [
    ...picture('320x180', 25),
    ...tone,
    ...['-vf', 'noise=alls=60:allf=t', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '25'],
    ...['-b:v', '2400k', '-maxrate', '2400k', '-bufsize', '300k', ...noBFrames, ...aac, '-t', '8'],
  ],
  // About 8 MB a second: noise that cannot be compressed.
  'heavy video': [
    ...picture('640x360', 25),
    ...['-vf', 'noise=alls=100:allf=t', '-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '0', '-pix_fmt', 'yuv420p'],
    ...['-g', '25', ...noBFrames, '-t', '3'],
  ],
} as const satisfies Record<string, readonly string[]>;

export type MediaName = keyof typeof recipes;

/** MP4 files of codecs that ffmpeg has in FLV since 6.1 and 8 only. */
const laterRecipes = {
  'hevc and aac': [...picture('320x180', 25), ...tone, ...hevc, ...aac, '-t', '3'],
  'hevc and opus': [...picture('320x180', 25), ...tone, ...hevc, ...opus, '-t', '3'],
  'vp9 and flac': [...picture('256x144', 25), ...tone, ...vp9, '-c:a', 'flac', '-strict', '-2', '-t', '3'],
  'h264 and ac3': [...picture('320x180', 25), ...tone, ...h264(25), ...noBFrames, '-c:a', 'ac3', '-t', '3'],
  'h264 and eac3': [...picture('320x180', 25), ...tone, ...h264(25), ...noBFrames, '-c:a', 'eac3', '-t', '3'],
  'av1 and opus': [...picture('256x144', 25), ...tone, ...av1, ...opus, '-t', '3'],
} as const satisfies Record<string, readonly string[]>;

export type LaterMediaName = keyof typeof laterRecipes;

/** The path of a test file; it is made once in a run, by the first who asks. */
export function testMedia(name: MediaName): Promise<string> {
  return made(name, recipes[name], 'flv');
}

/** The same for an MP4 file. */
export function laterTestMedia(name: LaterMediaName): Promise<string> {
  return made(name, laterRecipes[name], 'mp4');
}

/** What this process makes or has made, so that tests that run at the same time do not make it twice. */
const files = new Map<string, Promise<string>>();

function made(name: string, recipe: readonly string[], format: 'flv' | 'mp4'): Promise<string> {
  const path = join(runFolder(), `${name.replaceAll(' ', '-')}.${format}`);
  const file = files.get(path) ?? make(path, recipe, format);
  files.set(path, file);
  return file;
}

async function make(path: string, recipe: readonly string[], format: 'flv' | 'mp4'): Promise<string> {
  if (existsSync(path)) return path;
  const draft = `${path}.${process.pid}.draft`;
  await outputOf('ffmpeg', ['-v', 'error', '-y', ...recipe, '-f', format, draft], { timeout: 80_000 });
  renameSync(draft, path);
  return path;
}
