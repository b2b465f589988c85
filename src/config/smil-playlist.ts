import type { Element } from '@xmldom/xmldom';
import { DOMParser, ParseError } from '@xmldom/xmldom';
import type { ConfiguredPlaylist } from '../application/playlists.js';
import type { SafeName } from '../application/safe-name.js';
import { parseSafeName } from '../application/safe-name.js';
import type { PlaylistItem } from '../stream/playlist-item.js';
import { MAX_PLAYLIST_ITEMS } from '../stream/playlist-order.js';
import { parsePlaylistStart } from './playlist-time.js';
import type { Problem } from './problem.js';
import { attributeOf, childElements, SmilReport } from './smil-report.js';
import { MEDIA_ELEMENTS, smilMedia, wowzaMedia } from './smil-media.js';

const MAX_DEPTH = 16;
const UNSUPPORTED = 'remove it: a playlist is made of seq, video, audio and ref, one after the other';

interface SmilPlaylists {
  readonly playlists: readonly ConfiguredPlaylist[];
  readonly problems: readonly Problem[];
}

/**
 * Reads a SMIL file as playlists: the sequence of its body (SMIL 2.1 and 3.0: seq, video, audio, ref, the first of a
 * switch), played as `stream`, or the `playlist` elements of Wowza, each played as it says. What is more in the file
 * has no effect, and is among the problems. No entity is expanded.
 */
export function readSmil(text: string, file: string, stream: SafeName): SmilPlaylists {
  const faults: Problem[] = [];
  const mend = 'write it as XML: every element is closed, < and & in names are &lt; and &amp;';
  const fault = (reason: string, line: number | undefined): void => {
    const [message = ''] = reason.split('\n');
    faults.push({
      file,
      line: Math.max(1, line ?? 1),
      column: 1,
      key: '',
      message: `is not XML: ${message}`,
      mend,
      severity: 'error',
    });
  };
  let root: Element | null = null;
  try {
    const onError = (_level: string, message: string, context: { locator?: { lineNumber?: number } }): void =>
      fault(message, context.locator?.lineNumber);
    root = new DOMParser({ onError }).parseFromString(text, 'text/xml').documentElement;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    if (faults.length === 0) fault(error.message, undefined);
  }
  if (root === null || faults.length > 0) return { playlists: [], problems: faults.slice(0, 1) };
  const report = new SmilReport(file);
  const playlists = new SmilReader(report).read(root, stream);
  return { playlists: report.hasErrors ? [] : playlists, problems: report.problems };
}

class SmilReader {
  #base = '';

  constructor(private readonly report: SmilReport) {}

  read(root: Element, stream: SafeName): ConfiguredPlaylist[] {
    if (root.localName !== 'smil') {
      this.report.error(root, '', 'is not a SMIL file', 'begin it with <smil>');
      return [];
    }
    const parts = childElements(root);
    for (const head of parts.filter(({ localName }) => localName === 'head')) this.#readHead(head);
    const bodies = parts.filter(({ localName }) => localName === 'body');
    for (const part of parts) {
      if (part.localName !== 'head' && part.localName !== 'body') this.report.ignored(part, '', UNSUPPORTED);
    }
    const [body] = bodies;
    if (body === undefined) {
      this.report.error(root, '', 'has no body', 'write <body> with video elements');
      return [];
    }
    const isWowza = childElements(body).some(({ localName }) => localName === 'playlist');
    return isWowza ? this.#wowzaPlaylists(body) : this.#sequence(body, stream);
  }

  #readHead(head: Element): void {
    for (const meta of childElements(head)) {
      if (meta.localName !== 'meta') continue;
      const base =
        attributeOf(meta, 'base') ?? (attributeOf(meta, 'name') === 'base' ? attributeOf(meta, 'content') : '');
      // The address of a server says where players find it; a folder is part of the names.
      if (base !== undefined && base !== '' && !/^[a-z]+:\/\//i.test(base)) this.#base = base.replace(/\/?$/, '/');
    }
  }

  #sequence(body: Element, stream: SafeName): ConfiguredPlaylist[] {
    const items = this.#itemsOf(body, 0);
    const only = childElements(body);
    const outermost = only.length === 1 && only[0]?.localName === 'seq' ? [body, only[0]] : [body];
    const loop = outermost.some((element) => repeatsOf(element) === 'indefinite');
    return this.#made(body, { ...{ items, loop, stream }, start: undefined, late: 'skip' });
  }

  /** What is in a sequence, in its order. */
  #itemsOf(sequence: Element, depth: number): PlaylistItem[] {
    const items: PlaylistItem[] = [];
    for (const element of childElements(sequence)) {
      const name = element.localName ?? '';
      const inner =
        MEDIA_ELEMENTS.has(name) || name === 'switch'
          ? this.#mediaOf(element, name)
          : name === 'seq' && depth < MAX_DEPTH
            ? this.#itemsOf(element, depth + 1)
            : undefined;
      if (inner === undefined) this.report.ignored(element, '', UNSUPPORTED);
      else this.#repeat(element, inner, items);
      if (items.length > MAX_PLAYLIST_ITEMS) return items;
    }
    return items;
  }

  /** The first of the alternatives of a switch, which are the same for players of less bandwidth. */
  #mediaOf(element: Element, name: string): PlaylistItem[] {
    const media =
      name === 'switch' ? childElements(element).find(({ localName }) => MEDIA_ELEMENTS.has(localName ?? '')) : element;
    const item = media && smilMedia(media, this.#base, this.report);
    return item === undefined ? [] : [item];
  }

  #repeat(element: Element, inner: readonly PlaylistItem[], items: PlaylistItem[]): void {
    const repeats = repeatsOf(element);
    if (repeats === undefined) {
      this.report.error(element, 'repeatCount', 'is not a number', 'write a whole number, or indefinite');
    }
    const isOutermost = element.parentNode?.localName === 'body' && element.localName === 'seq';
    if (repeats === 'indefinite' && !isOutermost) {
      this.report.ignored(element, 'repeatCount', 'write indefinite at the body, which is the whole list');
    }
    const count = typeof repeats === 'number' ? repeats : 1;
    for (let i = 0; i < count && items.length <= MAX_PLAYLIST_ITEMS; i++) items.push(...inner);
  }

  #wowzaPlaylists(body: Element): ConfiguredPlaylist[] {
    const made = new Map<string, ConfiguredPlaylist>();
    for (const element of childElements(body)) {
      if (element.localName === 'stream') continue;
      if (element.localName !== 'playlist') {
        this.report.ignored(element, '', 'remove it: beside playlist elements nothing is played');
        continue;
      }
      const stream = parseSafeName(attributeOf(element, 'playOnStream') ?? '');
      if (stream === undefined) {
        this.report.error(element, 'playOnStream', 'is not the name of a stream', 'write a name such as channel1');
      } else if (made.has(stream)) {
        this.report.ignored(element, 'playOnStream', `put its items into the other playlist of ${stream}`);
      } else {
        for (const playlist of this.#wowzaPlaylist(element, stream)) made.set(stream, playlist);
      }
    }
    return [...made.values()];
  }

  #wowzaPlaylist(element: Element, stream: SafeName): ConfiguredPlaylist[] {
    const items = childElements(element).flatMap((child) => {
      if (child.localName === 'video') return wowzaMedia(child, this.#base, this.report) ?? [];
      this.report.ignored(child, '', 'remove it: a playlist is made of video elements');
      return [];
    });
    const scheduled = attributeOf(element, 'scheduled') ?? '';
    const start = scheduled === '' ? undefined : parsePlaylistStart(scheduled, true);
    if (scheduled !== '' && start === undefined) {
      this.report.error(element, 'scheduled', 'is not a date', 'write 2026-12-24 20:00:00');
    }
    const loop = attributeOf(element, 'repeat') === 'true';
    return this.#made(element, { ...{ items, loop, stream, start }, late: 'begin' });
  }

  #made(element: Element, playlist: Omit<ConfiguredPlaylist, 'instance' | 'now'>): ConfiguredPlaylist[] {
    const { length } = playlist.items;
    if (length > 0 && length <= MAX_PLAYLIST_ITEMS) {
      return [{ ...playlist, instance: '_definst_' as SafeName, now: false }];
    }
    const message = length === 0 ? 'has nothing to play' : 'has too many items';
    this.report.error(element, '', message, `write 1 to ${MAX_PLAYLIST_ITEMS} items`);
    return [];
  }
}

/** How often an element is played; undefined if that cannot be read. */
function repeatsOf(element: Element): number | 'indefinite' | undefined {
  const written = attributeOf(element, 'repeatCount', 'repeat') ?? '1';
  if (written === 'indefinite') return written;
  return /^[1-9]\d{0,3}$/.test(written) ? Number(written) : undefined;
}
