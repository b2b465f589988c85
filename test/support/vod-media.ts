import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { outputOf } from './program.js';
import { newFolder } from './run-folder.js';
import { testMedia } from './test-media.js';

/** An application `vod` with one film, four seconds with B-frames, in all the forms in which it can be played. */
export interface VodMedia {
  /** The folder of applications. */
  readonly apps: string;
  /** The media folder of `vod`. */
  readonly folder: string;
}

/** What a client plays, and what is in which file. */
export const vodFiles = [
  { name: 'film', file: 'film.flv' },
  { name: 'film.mp4', file: 'film.mp4' },
  { name: 'mp4:film', file: 'film.mp4' },
  { name: 'mp4:moov-first.m4v', file: 'moov-first.m4v' },
  { name: 'mp4:fragments.mov', file: 'fragments.mov' },
  { name: 'mp3:song', file: 'song.mp3' },
] as const;

/** The options of ffmpeg that make each file of the film. */
const forms = {
  'film.mp4': ['-c', 'copy'],
  'moov-first.m4v': ['-c', 'copy', '-movflags', '+faststart', '-f', 'mp4'],
  'fragments.mov': ['-c', 'copy', '-movflags', '+empty_moov+frag_keyframe'],
  'song.mp3': ['-vn', '-c:a', 'libmp3lame'],
} as const satisfies Record<string, readonly string[]>;

export async function makeVodMedia(): Promise<VodMedia> {
  const apps = newFolder('apps');
  const folder = join(apps, 'vod/media');
  mkdirSync(join(folder, 'deep/er'), { recursive: true });
  const film = await testMedia('b-frames');
  copyFileSync(film, join(folder, 'film.flv'));
  for (const [name, options] of Object.entries(forms)) {
    await outputOf('ffmpeg', ['-v', 'error', '-y', '-i', film, ...options, join(folder, name)], { timeout: 30_000 });
  }
  copyFileSync(join(folder, 'moov-first.m4v'), join(folder, 'deep/er/copy.m4v'));
  return { apps, folder };
}
