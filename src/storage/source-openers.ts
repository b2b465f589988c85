import { setImmediate } from 'node:timers/promises';
import { openFlv } from '../flv/open-flv.js';
import type { MediaFile } from '../media/media-file.js';
import type { IndexStore, MediaFormat, MediaSource } from '../media/media-source.js';
import { openId3 } from '../mp3/open-id3.js';
import { openMp3 } from '../mp3/open-mp3.js';
import { openMp4 } from '../mp4/open-mp4.js';

/** Reads so much of a file as it takes to play it. Rejects with MediaError if it cannot be played. */
export type OpenSource = (file: MediaFile, indexes: IndexStore) => Promise<MediaSource>;

/** How the files of each format are opened; `id3` gives the tags of an MP3 file and no sound. */
export type SourceOpeners = Readonly<Record<MediaFormat | 'id3', OpenSource>>;

export const sourceOpeners: SourceOpeners = {
  flv: (file, indexes) => openFlv(file, indexes),
  mp4: (file) => openMp4(file, { pause: () => setImmediate() }),
  mp3: (file, indexes) => openMp3(file, indexes),
  id3: (file) => openId3(file),
};
