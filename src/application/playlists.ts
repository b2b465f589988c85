import type { LiveInput } from '../stream/live-input.js';
import type { LiveStream } from '../stream/live-stream.js';
import type { MessageSink } from '../stream/message-sink.js';
import type { PlaylistItem } from '../stream/playlist-item.js';
import type { Publisher } from '../stream/publisher.js';
import type { Clock } from '../time/clock.js';
import type { Logger } from '../log/logger.js';
import type { InstanceMedia } from './instance-media.js';
import type { PlaylistPlace, PlaylistProgramme, PlaylistWatcher } from './playlist.js';
import { Playlist } from './playlist.js';
import type { PlaylistSnapshot } from './playlist-snapshot.js';
import type { PlaylistTotals } from './playlist-totals.js';
import type { Refusal } from './refusal.js';
import type { SafeName } from './safe-name.js';
import type { StreamName } from './stream-name.js';
import { liveName, parseStreamName } from './stream-name.js';

/** Playlists that one instance may have. */
const MAX_PLAYLISTS = 100;

/** A playlist that a file of the application asks for. */
export interface ConfiguredPlaylist extends PlaylistProgramme {
  /** The instance that plays it. */
  readonly instance: SafeName;
  /** The live stream that it is played as. */
  readonly stream: SafeName;
  /** If the file changes, what is shown is not shown to its end. */
  readonly now: boolean;
}

/** What playlists need of their instance. */
export interface PlaylistsMeans {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly media: InstanceMedia;
  readonly totals: PlaylistTotals;
  /** The stream of that name; it is joined in the same turn. */
  readonly open: (stream: StreamName) => LiveStream;
  /** Whether somebody publishes it. */
  readonly isLive: (stream: StreamName) => boolean;
  /** A playlist has left that stream. */
  readonly left: (live: LiveStream) => void;
  readonly publish: (stream: StreamName, publisher: Publisher) => LiveInput | Refusal;
  readonly unpublish: (publisher: Publisher) => void;
}

/** The playlists of an application instance: of its files, and those that a script or the console asks for. */
export class Playlists {
  readonly #playlists = new Set<Playlist>();
  /** By the name of the stream, as it was written, and what plays it. */
  readonly #configured = new Map<string, { readonly written: string; readonly playlist: Playlist }>();
  readonly #place: PlaylistPlace;
  #isClosed = false;

  constructor(private readonly means: PlaylistsMeans) {
    const { clock, logger, media, totals, publish, unpublish } = means;
    this.#place = {
      ...{ clock, logger, totals, publish, unpublish },
      segments: media.segments,
      open: async ({ name, virtualKey }) => {
        const stream = parseStreamName(name);
        return stream && (await media.open(stream, { virtualKey }));
      },
      isLive: (playlist, { name }) => {
        const stream = parseStreamName(name);
        return stream !== undefined && !this.#leadsTo(stream, playlist) && this.means.isLive(stream);
      },
      join: (playlist, item, sink) => this.#join(playlist, item, sink),
      ended: (playlist) => void this.#playlists.delete(playlist),
    };
  }

  /** Those that play, or wait for their time. */
  get active(): ReadonlySet<Playlist> {
    return this.#playlists;
  }

  get snapshots(): PlaylistSnapshot[] {
    return [...this.#playlists].map(({ snapshot }) => snapshot);
  }

  /** The playlist of that stream: of two, that which plays. */
  find(stream: StreamName): Playlist | undefined {
    const ofName = [...this.#playlists].filter((playlist) => liveName(playlist.stream) === liveName(stream));
    return ofName.find(({ current }) => current !== undefined) ?? ofName[0];
  }

  /**
   * Plays items as the live stream of that name, as Stream.play does: who publishes it loses it when the first item
   * begins. It publishes as the server itself: hooks are told and not asked, and no client may take the name from it.
   */
  play(
    stream: StreamName,
    items: readonly PlaylistItem[],
    options: Partial<PlaylistProgramme> = {},
    watcher?: PlaylistWatcher,
  ): Playlist | Refusal {
    if (this.#isClosed || this.#playlists.size >= MAX_PLAYLISTS) return tooMany;
    const programme = { loop: false, start: undefined, late: 'skip' as const, ...options, items };
    const playlist = new Playlist(stream, programme, this.#place, watcher);
    this.#playlists.add(playlist);
    return playlist.start() ?? playlist;
  }

  /** Adds items to the end of a playlist; false if there is none, or no room in it. */
  append(stream: StreamName, items: readonly PlaylistItem[]): boolean {
    return this.find(stream)?.append(items) ?? false;
  }

  /** Goes on with the next item; false if there is no such playlist. */
  skip(stream: StreamName): boolean {
    const playlist = this.find(stream);
    playlist?.skip();
    return playlist !== undefined;
  }

  /** Ends a playlist and its publication; false if there is none. */
  stop(stream: StreamName): boolean {
    const playlist = this.find(stream);
    playlist?.stop();
    return playlist !== undefined;
  }

  /** Plays what the files of the application say now. What they said before and still say goes on as it is. */
  configure(wanted: readonly ConfiguredPlaylist[]): void {
    const names = new Set<string>(wanted.map(({ stream }) => stream));
    for (const [name, { playlist }] of this.#configured) {
      if (names.has(name)) continue;
      this.#configured.delete(name);
      playlist.stop();
    }
    for (const one of wanted) this.#configureOne(one);
  }

  /** Ends all of them; there are no others any more. */
  close(): void {
    this.#isClosed = true;
    for (const playlist of [...this.#playlists]) playlist.stop();
  }

  #configureOne({ stream, now, instance: _instance, ...programme }: ConfiguredPlaylist): void {
    const known = this.#configured.get(stream);
    const written = JSON.stringify(programme);
    if (known?.written === written) return;
    if (known?.playlist.isOver === false) {
      known.playlist.change(programme, now);
      this.#configured.set(stream, { written, playlist: known.playlist });
      return;
    }
    const { items, ...options } = programme;
    const playlist = this.play({ type: 'flv', name: stream, query: '' }, items, options);
    if (playlist instanceof Playlist) this.#configured.set(stream, { written, playlist });
    else this.means.logger.warn('a playlist cannot begin', { stream, rule: playlist.rule, reason: playlist.reason });
  }

  #join(playlist: Playlist, { name }: PlaylistItem, sink: MessageSink) {
    const stream = parseStreamName(name);
    if (stream === undefined || this.#leadsTo(stream, playlist)) return undefined;
    const live = this.means.open(stream);
    const player = live.join(sink);
    const leave = (): void => {
      live.leave(player);
      this.means.left(live);
    };
    return { isPublished: live.publisher !== undefined, leave };
  }

  /** Whether `stream` shows what `playlist` plays: it is that stream, or of a playlist that shows it. */
  #leadsTo(stream: StreamName, playlist: Playlist): boolean {
    const seen = new Set<string>();
    for (let next: StreamName | undefined = stream; next !== undefined;) {
      const name = liveName(next);
      if (name === liveName(playlist.stream)) return true;
      if (seen.has(name)) return false;
      seen.add(name);
      const shown: PlaylistItem | undefined = this.find(next)?.current?.item;
      next =
        shown !== undefined && shown.kind !== 'recorded' && shown.from === undefined
          ? parseStreamName(shown.name)
          : undefined;
    }
    return false;
  }
}

const tooMany: Refusal = {
  rule: `${MAX_PLAYLISTS} playlists per instance`,
  reason: 'limit',
  description: 'There are as many playlists as there may be.',
};
