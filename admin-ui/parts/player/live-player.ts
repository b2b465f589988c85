import { batch, signal } from '@preact/signals';
import { playHls } from './hls-way.js';
import { playRtmp } from './rtmp-way.js';
import type { RunningWay, StartWay, WayEnd, WayName } from './player-way.js';
import type { StreamAddress } from './stream-address.js';
import { knowsMediaSource, playWsFlv } from './ws-flv-way.js';

/** How a player does, once a second. Rates are bytes and frames a second. */
export interface PlayerFigures {
  /** Milliseconds from what is shown to the newest that has come; undefined if it is not live. */
  readonly delay: number | undefined;
  readonly bitrate: number;
  readonly frameRate: number;
  readonly shown: number;
  readonly dropped: number;
  readonly width: number;
  readonly height: number;
}

/** `waiting`: nothing is there to be shown; it is tried again. */
export type PlayerState = 'starting' | 'playing' | 'waiting' | 'refused';

const WAYS: Readonly<Record<WayName, StartWay>> = { 'ws-flv': playWsFlv, hls: playHls, rtmp: playRtmp };

/** Milliseconds without a byte before the other way is tried beside waiting for a publisher: it may be a recording. */
const PATIENCE = 2500;
/** Milliseconds until it is tried again. */
const PAUSE = 2000;
const SECOND = 1000;
/** Seconds that rates are told of: HLS comes in pieces. */
const LOOK_BACK = 5;

/**
 * Plays a stream in a <video>, by the way that has been chosen or the best that works: FLV over a WebSocket, then HLS.
 * It tries again until somebody publishes, and when the connection breaks.
 */
export class LivePlayer {
  readonly state = signal<PlayerState>('starting');
  /** The way that it goes. */
  readonly way = signal<WayName>('ws-flv');
  /** Why nothing is shown; empty while something is. */
  readonly reason = signal('');
  readonly figures = signal<PlayerFigures | undefined>(undefined);
  /** The browser plays only without sound until somebody clicks. */
  readonly isSilenced = signal(false);
  #running: RunningWay | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #second: ReturnType<typeof setInterval>;
  /** The newest last. */
  #before: { readonly bytes: number; readonly frames: number; readonly at: number }[] = [];
  /** It was looked for by HLS, or shown live: then a publisher is waited for as long as the server does. */
  #isNoRecording = false;
  #isClosed = false;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly address: StreamAddress,
    /** `auto`: the best. */
    private readonly wanted: WayName | 'auto' = 'auto',
  ) {
    video.addEventListener('loadedmetadata', this.#play);
    video.addEventListener('loadeddata', this.#shows);
    this.#second = setInterval(() => this.#measure(), SECOND);
    this.#start(wanted === 'auto' ? (knowsMediaSource() ? 'ws-flv' : 'hls') : wanted);
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#second);
    this.video.removeEventListener('loadedmetadata', this.#play);
    this.video.removeEventListener('loadeddata', this.#shows);
    this.#stop();
  }

  /** With sound, after somebody has clicked. */
  unmute(): void {
    this.video.muted = false;
    this.isSilenced.value = false;
  }

  #start(way: WayName): void {
    this.#stop();
    this.way.value = way;
    this.#before = [];
    this.#running = WAYS[way](this.video, this.address, (end) => this.#ended(way, end));
    if (this.wanted !== 'auto' || way !== 'ws-flv' || this.#isNoRecording) return;
    this.#timer = setTimeout(() => {
      if (this.#running?.bytes === 0) this.#start('hls');
    }, PATIENCE);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#running?.close();
    this.#running = undefined;
  }

  readonly #shows = (): void => {
    clearTimeout(this.#timer);
    batch(() => {
      this.state.value = 'playing';
      this.reason.value = '';
    });
  };

  #ended(way: WayName, { kind, reason }: WayEnd): void {
    if (this.#isClosed) return;
    this.#stop();
    batch(() => {
      this.reason.value = reason;
      this.figures.value = undefined;
      this.state.value = kind === 'refused' ? 'refused' : 'waiting';
    });
    if (kind === 'refused') return;
    if (kind === 'absent') this.#isNoRecording = true;
    const other = kind === 'unplayable' && way === 'ws-flv' ? 'hls' : 'ws-flv';
    const next = this.wanted === 'auto' && knowsMediaSource() ? other : way;
    this.#timer = setTimeout(() => this.#start(next), kind === 'unplayable' && next !== way ? 0 : PAUSE);
  }

  /** Without sound, if the browser does not let a page begin with it. */
  readonly #play = (): void => {
    const { video } = this;
    video.play().catch((error: unknown) => {
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError' || video.muted) return;
      video.muted = true;
      this.isSilenced.value = true;
      this.#play();
    });
  };

  #measure(): void {
    const running = this.#running;
    if (running === undefined || this.state.value !== 'playing') return;
    const { totalVideoFrames: frames, droppedVideoFrames: dropped } = this.video.getVideoPlaybackQuality();
    const [at, { bytes }] = [performance.now(), running];
    this.#before.push({ bytes, frames, at });
    if (this.#before.length > LOOK_BACK) this.#before.shift();
    const [first] = this.#before;
    const seconds = (at - first!.at) / SECOND;
    const rate = (now: number, before: number): number => (seconds > 0 ? Math.max(0, now - before) / seconds : 0);
    this.figures.value = {
      delay: running.delay,
      bitrate: rate(bytes, first!.bytes),
      frameRate: rate(frames, first!.frames),
      shown: frames,
      dropped,
      width: this.video.videoWidth,
      height: this.video.videoHeight,
    };
  }
}
