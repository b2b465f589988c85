import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newFolder } from './run-folder.js';
import { Program } from './program.js';

/** What came of playing a file in a page. */
export interface PlayedVideo {
  /** Whichever of these happened first. */
  readonly event: 'ended' | 'error';
  /** Seconds that were played. */
  readonly time: number;
  readonly frames: number;
  readonly width: number;
  readonly height: number;
}

const PAGE = `<!doctype html><video src="video.mp4" muted autoplay></video><script>
const video = document.querySelector('video');
for (const event of ['ended', 'error']) video.addEventListener(event, () => {
  const { currentTime: time, videoWidth: width, videoHeight: height } = video;
  const { totalVideoFrames: frames } = video.getVideoPlaybackQuality();
  fetch('/played', { method: 'POST', body: JSON.stringify({ event, time, frames, width, height }) });
});
</script>`;

/** Plays an MP4 in a page of headless Chromium, which tells when it ends. */
export async function playInChromium(bytes: Uint8Array): Promise<PlayedVideo> {
  let told: (video: PlayedVideo) => void;
  const played = new Promise<PlayedVideo>((resolve) => (told = resolve));
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.once('end', () => {
        response.end();
        told(JSON.parse(body) as PlayedVideo);
      });
      return;
    }
    const isVideo = request.url === '/video.mp4';
    response.setHeader('content-type', isVideo ? 'video/mp4' : 'text/html').end(isVideo ? bytes : PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required'];
  const { port } = server.address() as AddressInfo;
  const args = [...flags, `--user-data-dir=${newFolder('chromium')}`, `http://127.0.0.1:${port}/`];
  const browser = new Program('chromium', args, { timeout: 60_000 });
  const gone = browser.ended.then(({ stderr }): never => {
    throw new Error(`Chromium ended before the video:\n${stderr.slice(-2000)}`);
  });
  try {
    return await Promise.race([played, gone]);
  } finally {
    browser.kill('SIGTERM');
    await gone.catch(() => undefined);
    server.closeAllConnections();
    server.close();
  }
}
