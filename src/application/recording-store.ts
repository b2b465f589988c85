import type { RecordingFile, RecordingHead } from '../stream/recording-file.js';
import type { RecordedFile, RecordEnd } from './recording-facts.js';
import type { Refusal } from './refusal.js';
import type { SafeName } from './safe-name.js';

/** The container of a recording. */
export type RecordingContainer = 'flv' | 'mp4';

/** What becomes of a file that is there already: nothing at all, if a free name is looked for instead. */
export type ExistingFile = 'replace' | 'append' | 'appendWithGap' | 'separate';

/** What somebody wants to record into. */
export interface RecordingWish {
  readonly instance: SafeName;
  readonly container: RecordingContainer;
  /** Of the files, without a dot: `flv`, or of an MP4 also `f4v` and others. */
  readonly extension: string;
  /** Of the first file; those after it never touch what is there. */
  readonly existing: ExistingFile;
  /** Each write waits for the disk itself, whatever is configured. */
  readonly syncWrite?: boolean;
  /** The name of the nth file, from 1 on, without extension; undefined if that is no name that a file may have. */
  name(sequence: number): SafeName | undefined;
}

/** Hears what becomes of the files of a recording. */
export interface RecordingNews {
  /** A file has its first media. */
  began(path: string): void;
  /**
   * A file is whole, on the disk.
   *
   * @param index of the file in the recording, from 0 on
   */
  finished(file: RecordedFile, index: number): void;
  /** Nothing more can be written; what was written is kept. */
  failed(why: Extract<RecordEnd, 'quota' | 'disk-full' | 'failed'>, error?: unknown): void;
}

/** A place for the files of one recording, which nobody else writes to. */
export interface RecordingPlace {
  /** Opens the next file; at once, even if the disk takes its time. */
  open(head: RecordingHead): RecordingFile;
  /** No file is opened any more. Resolves when those that were are finished; never rejects. */
  close(): Promise<void>;
}

/** A recording that is there. */
export interface RecordedName {
  /** Without extension. */
  readonly name: SafeName;
  /** Without a dot, in lower case. */
  readonly extension: string;
}

/** Where the recordings of an application go. */
export interface RecordingStore {
  /** Never rejects: what goes wrong with the disk is a refusal too. */
  reserve(wish: RecordingWish, news: RecordingNews): Promise<RecordingPlace | Refusal>;
  /** Deletes a recording; false if there is none, or if it is in use. Never rejects. */
  erase(instance: SafeName, name: SafeName, extension: string): Promise<boolean>;
  /** What there is of an instance. Never rejects. */
  list(instance: SafeName): Promise<readonly RecordedName[]>;
}
