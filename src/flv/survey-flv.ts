import { classify } from '../media/classify.js';
import { KeyFrameIntervals } from '../media/key-frame-intervals.js';
import type { MediaFile } from '../media/media-file.js';
import type { KeyFrameReport } from '../media/media-report.js';
import type { MediaWork } from '../media/media-work.js';
import type { FlvHead } from './flv-head.js';
import { readFlvHead } from './flv-head.js';
import type { FlvHeader } from './flv-header.js';
import { FLV_HEADER_SIZE } from './flv-header.js';
import type { FlvIndex } from './flv-index.js';
import { FlvIndexBuilder } from './flv-index-builder.js';
import { toldKeyFrames } from './flv-metadata.js';
import { FlvStreams } from './flv-streams.js';
import type { FlvTag } from './flv-tag.js';
import { BACK_POINTER_SIZE, flvMessage, TAG_HEADER_SIZE } from './flv-tag.js';
import { FlvTagReader } from './flv-tag-reader.js';
import type { Occurrences } from './flv-time-steps.js';
import { Counter, FlvTimeSteps } from './flv-time-steps.js';
import { fromBase, hasMediaTime } from './flv-timeline.js';
import { RecentBlocks } from './recent-blocks.js';
import { ToldIndexCheck } from './told-index-check.js';

/** All that one reading of a file finds out. */
export interface FlvSurvey {
  readonly size: number;
  readonly head: FlvHead;
  readonly header: FlvHeader | undefined;
  readonly index: FlvIndex;
  readonly streams: FlvStreams;
  readonly keyFrames: KeyFrameReport;
  /** The first tag begins where the header says. */
  readonly beginsRight: boolean;
  /** Pieces between tags that belong to none; how large the largest is. */
  readonly garbage: Occurrences;
  readonly garbageBytes: number;
  readonly wrongBackPointers: Occurrences;
  readonly wrongStreamIds: Occurrences;
  readonly stepsBack: Occurrences;
  /** The largest in milliseconds. */
  readonly gaps: Occurrences;
  /** Where the last tag ends, with its back pointer; that may be behind the end of the file. */
  readonly end: number;
  /** Milliseconds from the first frame to the last tag of any kind. */
  readonly lastTag: number;
  /** Of the key frames that onMetaData lists, how many there are and how many are somewhere else. */
  readonly told: { readonly count: number; readonly wrong: number };
}

const BLOCK = 256 * 1024;

/**
 * Reads a file from beginning to end, 256 KiB at a time, to tell what is in it and what is wrong with it.
 *
 * @throws {MediaError} no-track, malformed, unsupported: if there is nothing in it
 */
export async function surveyFlv(file: MediaFile, { onProgress, signal }: MediaWork = {}): Promise<FlvSurvey> {
  const head = await readFlvHead(file);
  const blocks = new RecentBlocks(file);
  const reader = new FlvTagReader(blocks, { block: BLOCK });
  const survey = new Survey(head, blocks);
  do {
    for (let tag = reader.read(); tag !== undefined; tag = reader.read()) await survey.accept(tag, reader.header);
    signal?.throwIfAborted();
    onProgress?.(reader.offset);
  } while (await reader.more());
  const lostAt = reader.error === undefined ? undefined : reader.offset;
  return survey.finish(file.size, reader.header, { skippedBytes: reader.skippedBytes, lostAt });
}

class Survey {
  readonly #builder: FlvIndexBuilder;
  readonly #base: number;
  readonly #streams = new FlvStreams();
  readonly #keyFrames = new KeyFrameIntervals();
  readonly #times = new FlvTimeSteps();
  readonly #told: ToldIndexCheck;
  readonly #garbage = new Counter();
  readonly #wrongBackPointers = new Counter();
  readonly #wrongStreamIds = new Counter();
  #garbageBytes = 0;
  #beginsRight = true;
  #end: number | undefined;
  #lastTag = 0;

  constructor(
    private readonly head: FlvHead,
    private readonly blocks: RecentBlocks,
  ) {
    this.#base = head.base ?? 0;
    this.#builder = new FlvIndexBuilder(this.#base);
    this.#told = new ToldIndexCheck(head.metadata === undefined ? [] : toldKeyFrames(head.metadata), this.#base);
  }

  async accept(tag: FlvTag, header: FlvHeader | undefined): Promise<void> {
    const { offset, payload, streamId, filtered } = tag;
    this.#place(offset, header);
    this.#end = offset + TAG_HEADER_SIZE + payload.length + BACK_POINTER_SIZE;
    if (streamId !== 0) this.#wrongStreamIds.add(offset);
    const pointer = this.#end - BACK_POINTER_SIZE;
    const told = await this.blocks.u32(pointer);
    if (told !== undefined && told !== TAG_HEADER_SIZE + payload.length) this.#wrongBackPointers.add(pointer);
    this.#builder.accept(tag);
    if (!filtered) this.#listen(tag);
  }

  finish(
    size: number,
    header: FlvHeader | undefined,
    defects: { readonly skippedBytes: number; readonly lostAt: number | undefined },
  ): FlvSurvey {
    return {
      size,
      head: this.head,
      header,
      index: this.#builder.finish(size, defects),
      streams: this.#streams,
      keyFrames: this.#keyFrames.report,
      beginsRight: this.#beginsRight,
      garbage: this.#garbage,
      garbageBytes: this.#garbageBytes,
      wrongBackPointers: this.#wrongBackPointers,
      wrongStreamIds: this.#wrongStreamIds,
      stepsBack: this.#times.back,
      gaps: this.#times.gaps,
      end: this.#end ?? 0,
      lastTag: this.#lastTag,
      told: { count: this.#told.count, wrong: this.#told.wrong },
    };
  }

  /** Whether a tag lies right behind what is in front of it. */
  #place(offset: number, header: FlvHeader | undefined): void {
    if (this.#end === undefined) {
      this.#beginsRight = offset === Math.max(FLV_HEADER_SIZE, header?.dataOffset ?? 0) + BACK_POINTER_SIZE;
    } else if (offset > this.#end) {
      this.#garbage.add(this.#end, offset - this.#end);
      this.#garbageBytes += offset - this.#end;
    }
  }

  #listen(tag: FlvTag): void {
    const message = flvMessage(tag);
    const time = fromBase(tag.timestamp, this.#base);
    this.#lastTag = Math.max(this.#lastTag, time);
    this.#told.accept(message, tag.offset);
    this.#streams.accept(message, time);
    if (!hasMediaTime(message)) return;
    this.#times.accept(message, tag.offset);
    if (classify(message).isKeyFrame) this.#keyFrames.add(time);
  }
}
