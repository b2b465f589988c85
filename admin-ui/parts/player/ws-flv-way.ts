import type Mpegts from 'mpegts.js';
import { FlvSocket } from './flv-socket.js';
import type { StartWay, WayEnd } from './player-way.js';
import { bufferedAhead } from './player-way.js';
import { flvAddress } from './stream-address.js';

/** Seconds that may wait to be shown: with more the picture runs a little faster, with far more it jumps. */
const BUFFER = { target: 0.2, fast: 0.4, jump: 1.5 } as const;
/** Seconds of what was shown that are kept. */
const KEPT = { most: 30, least: 10 } as const;

const load = (): Promise<{ default: typeof Mpegts }> => import('mpegts.js');

/** Whether this browser plays live media by Media Source at all. */
export function knowsMediaSource(): boolean {
  return 'MediaSource' in globalThis || 'ManagedMediaSource' in globalThis;
}

/** Plays FLV over a WebSocket with mpegts.js: the way with the least delay. */
export const playWsFlv: StartWay = (video, address, ended) => {
  let player: Mpegts.Player | undefined;
  let isClosed = false;
  const end = (why: WayEnd): void => {
    if (isClosed) return;
    close();
    ended(why);
  };
  const socket = new FlvSocket(flvAddress(address, 'ws'), end);
  load()
    .then(({ default: mpegts }) => {
      if (isClosed) return;
      const made = makePlayer(mpegts, socket);
      player = made;
      made.on(mpegts.Events.ERROR, (_type: string, _detail: string, info?: { msg?: string }) => {
        end({ kind: 'unplayable', reason: `This browser cannot play it: ${info?.msg ?? 'unknown codec'}.` });
      });
      made.attachMediaElement(video);
      made.load();
    })
    .catch((error: unknown) => end({ kind: 'lost', reason: `The player could not be loaded: ${String(error)}.` }));

  function close(): void {
    if (isClosed) return;
    isClosed = true;
    socket.close();
    player?.destroy();
  }

  return {
    get bytes() {
      return socket.bytes;
    },
    get delay() {
      return bufferedAhead(video);
    },
    close,
  };
};

function makePlayer(mpegts: typeof Mpegts, socket: FlvSocket): Mpegts.Player {
  mpegts.LoggingControl.enableAll = false;
  return mpegts.createPlayer(
    { type: 'flv', isLive: true, url: location.href },
    {
      customLoader: loaderOf(mpegts, socket),
      enableStashBuffer: false,
      lazyLoad: false,
      deferLoadAfterSourceOpen: false,
      liveSync: true,
      liveSyncMaxLatency: BUFFER.fast,
      liveSyncTargetLatency: BUFFER.target,
      liveSyncPlaybackRate: 1.1,
      liveBufferLatencyChasing: true,
      liveBufferLatencyMaxLatency: BUFFER.jump,
      liveBufferLatencyMinRemain: BUFFER.target,
      autoCleanupSourceBuffer: true,
      autoCleanupMaxBackwardDuration: KEPT.most,
      autoCleanupMinBackwardDuration: KEPT.least,
    },
  );
}

/** Lets mpegts.js read from a socket that is open already. */
function loaderOf(mpegts: typeof Mpegts, socket: FlvSocket): Mpegts.CustomLoaderConstructor {
  const { BaseLoader, LoaderStatus } = mpegts;
  return class extends BaseLoader {
    constructor() {
      super('flv-socket');
      this._needStash = false;
    }

    override open(): void {
      this._status = LoaderStatus.kBuffering;
      let received = 0;
      socket.read((chunk) => {
        const start = received;
        received += chunk.byteLength;
        this.onDataArrival(chunk, start, received);
      });
    }

    override abort(): void {
      this._status = LoaderStatus.kComplete;
      socket.read(() => undefined);
    }
  };
}
