import type Hls from 'hls.js';
import type { ErrorData } from 'hls.js';
import type { RunningWay, StartWay, WayEnd } from './player-way.js';
import { bufferedAhead } from './player-way.js';
import { hlsAddress } from './stream-address.js';
import { knowsMediaSource } from './ws-flv-way.js';

const NATIVE = 'application/vnd.apple.mpegurl';
const KEPT_SECONDS = 30;

const load = (): Promise<{ default: typeof Hls }> => import('hls.js');

/** Plays HLS: with hls.js, or where there is no Media Source as the browser does it. */
export const playHls: StartWay = (video, address, ended) =>
  knowsMediaSource() ? byScript(video, hlsAddress(address), ended) : byBrowser(video, hlsAddress(address), ended);

function byScript(video: HTMLVideoElement, url: string, ended: (end: WayEnd) => void): RunningWay {
  let player: Hls | undefined;
  let bytes = 0;
  let isLive = false;
  let wasLive = false;
  /** Once: what fails again is not mended. */
  let isRecovered = false;
  let isClosed = false;
  const end = (why: WayEnd): void => {
    if (isClosed) return;
    close();
    ended(why);
  };
  load()
    .then(({ default: HlsPlayer }) => {
      if (isClosed) return;
      const { Events } = HlsPlayer;
      const hls = new HlsPlayer({ enableWorker: false, lowLatencyMode: true, backBufferLength: KEPT_SECONDS });
      player = hls;
      hls.on(Events.LEVEL_LOADED, (_event, { details }) => {
        isLive = details.live;
        wasLive ||= isLive;
      });
      video.onended = () => {
        if (wasLive) end({ kind: 'absent', reason: 'The stream is no longer published.' });
      };
      hls.on(Events.FRAG_LOADED, (_event, { part, frag }) => (bytes += (part ?? frag).stats.loaded));
      hls.on(Events.ERROR, (_event, data) => {
        if (!data.fatal) return;
        if (data.type === HlsPlayer.ErrorTypes.MEDIA_ERROR && !isRecovered) {
          isRecovered = true;
          return hls.recoverMediaError();
        }
        end(endOf(data));
      });
      hls.loadSource(url);
      hls.attachMedia(video);
    })
    .catch((error: unknown) => end({ kind: 'lost', reason: `The player could not be loaded: ${String(error)}.` }));

  function close(): void {
    if (isClosed) return;
    isClosed = true;
    video.onended = null;
    player?.destroy();
  }

  return {
    get bytes() {
      return bytes;
    },
    get delay() {
      if (!isLive) return undefined;
      const { latency = 0 } = player ?? {};
      return latency > 0 ? latency * 1000 : bufferedAhead(video);
    },
    close,
  };
}

function byBrowser(video: HTMLVideoElement, url: string, ended: (end: WayEnd) => void): RunningWay {
  if (video.canPlayType(NATIVE) === '') {
    queueMicrotask(() => ended({ kind: 'unplayable', reason: 'This browser has no Media Source and plays no HLS.' }));
  }
  video.onerror = () => ended({ kind: 'absent', reason: 'The stream cannot be played at present.' });
  video.src = url;
  return {
    bytes: 0,
    get delay() {
      return Number.isFinite(video.duration) ? undefined : bufferedAhead(video);
    },
    close: () => {
      video.onerror = null;
      video.removeAttribute('src');
      video.load();
    },
  };
}

function endOf({ response, details }: ErrorData): WayEnd {
  const { code = 0 } = response ?? {};
  if (code === 404 || code === 410) return { kind: 'absent', reason: 'There is no such stream at present.' };
  if (code === 422) return { kind: 'refused', reason: 'The file of this recording is damaged.' };
  if (code >= 400 && code < 500) return { kind: 'refused', reason: 'The server refuses to play this.' };
  if (/codec|append/i.test(details)) return { kind: 'unplayable', reason: `This browser cannot play it (${details}).` };
  return { kind: 'lost', reason: 'The connection to the server broke.' };
}
