import { openFlv } from '../flv/open-flv.js';
import type { MediaFile } from '../media/media-file.js';
import type { IndexStore, MediaFormat, MediaSource } from '../media/media-source.js';
import { openMp4 } from '../mp4/open-mp4.js';

/** Reads so much of a file as it takes to play it. Rejects with MediaError if it cannot be played. */
export type OpenSource = (file: MediaFile, indexes: IndexStore) => Promise<MediaSource>;

/** How the files of each format are opened; `id3` gives the tags of an MP3 file and no sound. */
export type SourceOpeners = Readonly<Partial<Record<MediaFormat | 'id3', OpenSource>>>;

/** Those that there are. */
export const sourceOpeners: SourceOpeners = {
  flv: (file, indexes) => openFlv(file, indexes),
  mp4: (file) => openMp4(file),
};
