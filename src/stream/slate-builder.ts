import { classify } from '../media/classify.js';
import type { MediaKind, MediaMessage } from '../media/media-message.js';
import { timestampDelta } from '../time/timestamp.js';
import { DecoderSetup } from './decoder-setup.js';
import type { Codecs, Slate } from './slate.js';
import { SlateError } from './slate-error.js';
import { slateMetadata } from './slate-metadata.js';

/** Milliseconds by which audio and video of a file may stand out of order. */
const DISORDER = 1000;
/** Milliseconds of the shortest round: one picture alone is sent once a second. */
const SHORTEST_ROUND = 1000;
/** An hour of sound and picture, about. */
const MAX_MESSAGES = 250_000;

/** Makes a slate of the messages of a file, given one after the other. */
export class SlateBuilder {
  #metadata: MediaMessage | undefined;
  /** Frames and configurations, in the order of the file. */
  readonly #media: MediaMessage[] = [];

  /** Throws SlateError `too-many`. */
  add(message: MediaMessage): void {
    if (message.kind === 'data') {
      this.#metadata ??= slateMetadata(message.payload);
      return;
    }
    const { isFrame, isConfiguration } = classify(message);
    // Commands, silence, and the end of a sequence, which is not the end here.
    if (message.payload.length === 0 || (!isFrame && !isConfiguration)) return;
    if (this.#media.length === MAX_MESSAGES)
      throw new SlateError('too-many', `it has more than ${MAX_MESSAGES} frames`);
    this.#media.push(message);
  }

  /** Throws SlateError. */
  build(): Slate {
    const begin = this.#beginning();
    const frames = onOwnTime(this.#media.slice(begin));
    const setup = new DecoderSetup();
    for (const message of this.#media.slice(0, begin)) {
      const { configurationKey, outdatedKeys } = classify(message);
      if (configurationKey !== undefined) setup.configure(configurationKey, outdatedKeys, message);
    }
    return {
      metadata: this.#metadata,
      messages: [...setup.messages(0), ...frames],
      duration: Math.ceil(Math.max(SHORTEST_ROUND, endOf(frames, 'video'), endOf(frames, 'audio'))),
      codecs: codecsOf(frames),
    };
  }

  /** Where a player can begin. */
  #beginning(): number {
    const hasVideo = this.#media.some((message) => message.kind === 'video' && classify(message).isFrame);
    const begin = this.#media.findIndex((message) => {
      const { isFrame, isKeyFrame } = classify(message);
      return hasVideo ? isKeyFrame : isFrame;
    });
    if (begin !== -1) return begin;
    if (hasVideo) throw new SlateError('no-key-frame', 'its picture has no key frame');
    throw new SlateError('no-media', 'there is neither sound nor picture in it');
  }
}

/** The same from 0 on, without steps back. */
function onOwnTime(messages: readonly MediaMessage[]): MediaMessage[] {
  const origin = messages[0]?.timestamp ?? 0;
  let newest = 0;
  return messages.map((message) => {
    const time = timestampDelta(message.timestamp, origin);
    if (time < newest - DISORDER) {
      throw new SlateError('time-goes-back', `its time goes back from ${newest} to ${time} ms`);
    }
    newest = Math.max(newest, time);
    return message.at(newest);
  });
}

/** When the last frame of a kind ends, if it takes as long as those before on average; 0 if there is none. */
function endOf(messages: readonly MediaMessage[], kind: MediaKind): number {
  const times = messages.filter((message) => isFrameOf(message, kind)).map(({ timestamp }) => timestamp);
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  return times.length < 2 ? last : last + (last - first) / (times.length - 1);
}

function codecsOf(messages: readonly MediaMessage[]): Codecs {
  const codec = (kind: MediaKind) => {
    const frame = messages.find((message) => isFrameOf(message, kind));
    return frame && classify(frame).codec;
  };
  return { video: codec('video') as Codecs['video'], audio: codec('audio') as Codecs['audio'] };
}

function isFrameOf(message: MediaMessage, kind: MediaKind): boolean {
  return message.kind === kind && classify(message).isFrame;
}
