import { setTimeout as pause } from 'node:timers/promises';
import { HttpLine } from './http-line.js';

/** Segments that a player is behind the end at first. */
const BEHIND = 3;
/** Milliseconds between two looks for something new, if the server does not hold the request. */
const LOOK = 1000;

/** A viewer of a live stream by HLS: it fetches every segment once, or every part with low latency. */
export class HlsPlayer {
  readonly #line: HttpLine;
  readonly #path: string;
  /** Segments, or parts. */
  pieces = 0;
  isLost = false;
  failure = '';
  firstPiece: number | undefined;
  #hasEnded = false;
  readonly #beganAt = performance.now();

  /** @param url `rtmp://host:port/application/stream`: the same port, by HTTP */
  constructor(
    url: string,
    private readonly byParts: boolean,
  ) {
    const { hostname, port, pathname } = new URL(url.replace(/^rtmp:/, 'http:'));
    this.#line = new HttpLine(hostname, Number(port));
    this.#path = pathname;
    this.#play().catch((error: unknown) => {
      if (this.#hasEnded) return;
      this.isLost = true;
      this.failure = String(error);
    });
  }

  get bytes(): number {
    return this.#line.bytes;
  }

  end(): void {
    this.#hasEnded = true;
    this.#line.close();
  }

  async #play(): Promise<void> {
    const master = await this.#text(`${this.#path}/index.m3u8`);
    const media = `${this.#path}/${master.trimEnd().split('\n').at(-1)!}`;
    const folder = media.slice(0, media.lastIndexOf('/') + 1);
    const pattern = this.byParts ? /URI="(\d+-\d+\.\w+)"(?:,INDEPENDENT=YES)?$/ : /^(\d+\.\w+)$/;
    let playlist = await this.#text(media);
    const map = /MAP:URI="([^"]+)"/.exec(playlist)?.[1];
    if (map !== undefined) await this.#text(folder + map);
    let known = -1;
    while (!this.#hasEnded) {
      const lines = playlist.split('\n').filter((line) => !line.includes('PRELOAD-HINT'));
      const all = lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);
      const news = known < 0 ? all.slice(-BEHIND) : all.filter((name) => orderOf(name) > known);
      for (const name of news) {
        const { status } = await this.#line.get(folder + name, false);
        if (status !== 200) throw new Error(`${name}: ${status}`);
        this.firstPiece ??= performance.now() - this.#beganAt;
        this.pieces++;
        known = orderOf(name);
      }
      if (!this.byParts) await pause(LOOK);
      playlist = await this.#text(media + (this.byParts ? nextPart(playlist) : ''));
    }
  }

  async #text(path: string): Promise<string> {
    const { status, text } = await this.#line.get(path, true);
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
    return text;
  }
}

/** By segment and part. */
function orderOf(name: string): number {
  const [segment = 0, part = 0] = name.split(/[-.]/).map(Number);
  return segment * 1000 + (Number.isNaN(part) ? 0 : part);
}

/** The query that waits for what the playlist announces. */
function nextPart(playlist: string): string {
  const [, segment, part] = /PRELOAD-HINT:TYPE=PART,URI="(\d+)-(\d+)/.exec(playlist) ?? [];
  return segment === undefined ? '' : `?_HLS_msn=${segment}&_HLS_part=${part}`;
}
