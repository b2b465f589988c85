import { classify } from '../media/classify.js';
import type { MediaMessage } from '../media/media-message.js';
import { timestampDelta } from '../time/timestamp.js';
import { DecoderSetup } from './decoder-setup.js';
import type { LiveStream } from './live-stream.js';
import type { Publisher } from './publisher.js';

/** Milliseconds of audio without any video after which a publisher is taken for one without a picture. */
const AUDIO_ONLY_AFTER = 1000;

/**
 * - `on-air`: what comes goes to the players
 * - `entering`: goes on air with its next key frame
 * - `waiting`: a backup, until the one on air is gone
 * - `ended`: nothing is accepted any more
 */
export type LiveInputState = 'on-air' | 'entering' | 'waiting' | 'ended';

/**
 * What one publisher sends to a live stream. Off air only what a decoder needs is kept of it, so that
 * it can go on air with a key frame and the sequence headers that belong to it.
 */
export class LiveInput {
  readonly #setup = new DecoderSetup();
  #sawVideo = false;
  #receivedBytes = 0;
  #firstAudioAt: number | undefined;

  constructor(
    readonly publisher: Publisher,
    public state: LiveInputState,
    private readonly live: LiveStream,
    /** Asked when this input is entering and what comes next can be decoded. */
    private readonly goOnAir: (input: LiveInput) => void,
  ) {}

  /** Bytes of the messages that came, on air and off. */
  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  receive(message: MediaMessage): void {
    this.#receivedBytes += message.payload.length;
    if (this.state === 'on-air') return this.live.receive(message);
    if (this.state === 'ended') return;
    const { isConfiguration, configurationKey, outdatedKeys } = classify(message);
    if (configurationKey !== undefined) this.#setup.configure(configurationKey, outdatedKeys, message);
    if (this.state !== 'entering' || isConfiguration || !this.#canBeginWith(message)) return;
    this.goOnAir(this);
    this.#setup.replay(this.live, message.timestamp);
    this.live.receive(message);
  }

  /** A data message that every later player is to be given first (`@setDataFrame`). */
  setDataFrame(name: string, message: MediaMessage): void {
    this.#receivedBytes += message.payload.length;
    if (this.state === 'on-air') this.live.setDataFrame(name, message);
    else this.#setup.setDataFrame(name, message);
  }

  clearDataFrame(name: string): void {
    if (this.state === 'on-air') this.live.clearDataFrame(name);
    else this.#setup.clearDataFrame(name);
  }

  /** What comes next is other media, and begins with sequence headers and a key frame; time goes on. */
  renew(): void {
    if (this.state === 'on-air') this.live.renew();
    else this.#setup.clear();
  }

  #canBeginWith(message: MediaMessage): boolean {
    const { isKeyFrame, isFrame } = classify(message);
    if (message.kind === 'video') this.#sawVideo = true;
    if (message.kind !== 'audio' || !isFrame) return isKeyFrame;
    this.#firstAudioAt ??= message.timestamp;
    return !this.#sawVideo && timestampDelta(message.timestamp, this.#firstAudioAt) >= AUDIO_ONLY_AFTER;
  }
}
