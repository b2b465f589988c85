import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { mediaParent } from './checkout.js';
import { writeRecordedFile } from './recorded-file.js';

/** Files that a scenario plays: `bench0.flv`, `bench1.flv` and so on. */
export interface NeededMedia {
  readonly files: number;
  /** How long each of them is. */
  readonly seconds: number;
}

/** Recorded media on the disk, made when it is needed, and gone when other media is needed or nothing more. */
export class RecordedMedia {
  #made: { readonly needed: NeededMedia; readonly folder: string } | undefined;

  folderOf(needed: NeededMedia): string {
    const made = this.#made;
    if (made?.needed.files === needed.files && made.needed.seconds === needed.seconds) return made.folder;
    this.remove();
    mkdirSync(mediaParent, { recursive: true });
    const folder = mkdtempSync(join(mediaParent, 'media-'));
    this.#made = { needed, folder };
    for (let file = 0; file < needed.files; file++) {
      writeRecordedFile(join(folder, `bench${file}.flv`), needed.seconds);
    }
    return folder;
  }

  remove(): void {
    if (this.#made !== undefined) rmSync(this.#made.folder, { recursive: true, force: true });
    this.#made = undefined;
  }
}
