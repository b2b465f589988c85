import { classify } from '../media/classify.js';
import { MediaMessage } from '../media/media-message.js';
import type { SeekPoint } from '../media/media-source.js';

/**
 * How playing begins between two key frames.
 *
 * - `exact`: the frames from the key frame up to the time asked for all have that time, and stand between seek-start
 *   and seek-end; the client decodes them and shows the last. Only where the video has a command frame.
 * - `key-frame`: playing begins with the key frame, at its own time
 * - `cut`: nothing before the time asked for; there is a key frame just there
 */
export type ApproachManner = 'exact' | 'key-frame' | 'cut';

/** Frame type 5 with these bodies: Adobe FLV 10.1, annex E.4.3.1, "video info/command frame". */
const SEEK_START = 0;
const SEEK_END = 1;
const COMMAND_FRAME = 0x50;

/** The way from a seek point to the time that was asked for: what a player is sent before it is there. */
export class Approach {
  /** When the first frame is shown that is sent. */
  readonly time: number;
  readonly #manner: ApproachManner;
  readonly #setup: readonly MediaMessage[];
  /** The first byte of a command frame, while the seek-end is owed. */
  #command: number | undefined;
  #isFirst = true;
  #isComplete = false;

  /**
   * @param messages the first segment, from which the codec of the video is seen
   * @param isStill nothing is wanted but the picture of that time
   */
  constructor(
    point: SeekPoint,
    private readonly target: number,
    wanted: ApproachManner,
    messages: readonly MediaMessage[],
    private readonly isStill = false,
  ) {
    const first = messages.find(({ kind, payload }) => kind === 'video' && payload.length > 0)?.payload[0];
    this.#command =
      wanted === 'exact' && first !== undefined && first < 0x80 ? COMMAND_FRAME | (first & 0x0f) : undefined;
    // Without pictures every frame is a key frame, and playing may begin with any.
    this.#manner =
      first === undefined ? 'cut' : wanted === 'exact' && this.#command === undefined ? 'key-frame' : wanted;
    this.time = this.#manner === 'key-frame' ? Math.min(point.time, target) : target;
    this.#setup = point.setup;
  }

  /** Whether a segment whose lowest timestamp is `earliest` passes as it is. */
  isOver(earliest: number): boolean {
    if (this.#isFirst || this.isStill || this.#command !== undefined) return false;
    return this.#manner === 'key-frame' || earliest >= this.target;
  }

  /** Nothing but a picture was wanted, and that has been taken; at once if there are none. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** What becomes of the messages of the next segment. */
  take(messages: readonly MediaMessage[]): MediaMessage[] {
    const taken: MediaMessage[] = [];
    if (this.#isFirst) {
      for (const message of this.#setup) taken.push(message.at(this.time));
      if (this.#command !== undefined) taken.push(commandFrame(this.#command, SEEK_START, this.time));
      this.#isFirst = false;
    }
    if (this.isStill) this.#takeStill(messages, taken);
    else if (this.#manner === 'key-frame') taken.push(...messages);
    else for (const message of messages) this.#takeOne(message, taken);
    return taken;
  }

  /** What is owed when the media ends on the way. */
  finish(): MediaMessage[] {
    const command = this.#command;
    this.#command = undefined;
    return command === undefined ? [] : [commandFrame(command, SEEK_END, this.time)];
  }

  #takeStill(messages: readonly MediaMessage[], taken: MediaMessage[]): void {
    if (this.#manner === 'cut') this.#isComplete = true;
    for (const message of messages) {
      if (this.#isComplete) return;
      if (this.#manner === 'exact' && message.timestamp > this.target) {
        taken.push(...this.finish());
        this.#isComplete = true;
        return;
      }
      const { isConfiguration, isFrame } = classify(message);
      const isPicture = message.kind === 'video' && isFrame;
      if (isPicture || isConfiguration) taken.push(message.at(this.time));
      if (isPicture && this.#manner === 'key-frame') this.#isComplete = true;
    }
  }

  #takeOne(message: MediaMessage, taken: MediaMessage[]): void {
    const { target } = this;
    if (message.timestamp < target) {
      const isNeeded = this.#manner === 'exact' && message.kind === 'video';
      if (isNeeded || classify(message).isConfiguration) taken.push(message.at(target));
      return;
    }
    // The picture of the time asked for itself is the one that is to be shown.
    if (message.timestamp > target || message.kind !== 'video') taken.push(...this.finish());
    taken.push(message);
  }
}

function commandFrame(first: number, command: number, timestamp: number): MediaMessage {
  return new MediaMessage('video', timestamp, Uint8Array.of(first, command));
}
