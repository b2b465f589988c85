import type { ConfiguredPlaylist } from '../application/playlists.js';
import type { PlaylistStart } from '../application/playlist-start.js';
import type { PlaylistItem } from '../stream/playlist-item.js';
import { formatDuration } from './duration.js';

/** Items that are shown of a list that has changed, from the first that is different. */
const SHOWN = 5;

/** A key of a playlist with what it was and is, as in a file. */
export interface PlaylistChange {
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

/** What is different in a playlist. */
export function playlistChanges(before: ConfiguredPlaylist, after: ConfiguredPlaylist): PlaylistChange[] {
  const items = [before, after].map((playlist) => playlist.items.map(itemText));
  const same = items[0]!.findIndex((text, index) => text !== items[1]![index]);
  const first = same < 0 ? items[0]!.length : same;
  const rows = [
    ['items', ...items.map((texts) => itemsText(texts, first))],
    ...(['loop', 'late', 'now', 'instance'] as const).map((key) => [key, `${before[key]}`, `${after[key]}`]),
    ['start', startText(before.start), startText(after.start)],
  ];
  return rows.flatMap(([key = '', from = '', to = '']) => (from === to ? [] : [{ key, from, to }]));
}

function itemsText(texts: readonly string[], first: number): string {
  const shown = texts.slice(first, first + SHOWN);
  return JSON.stringify([...(first > 0 ? ['…'] : []), ...shown, ...(first + shown.length < texts.length ? ['…'] : [])]);
}

/** `mp4:film, start 10s, length 30m`. */
function itemText({ name, kind, start, length, wait }: PlaylistItem): string {
  const times = Object.entries({ start, length: length === Infinity ? 0 : length, wait });
  const given = times.filter(([, time]) => time > 0).map(([key, time]) => `${key} ${formatDuration(time)}`);
  return [kind === 'live' ? `live ${name}` : name, ...given].join(', ');
}

function startText(start: PlaylistStart | undefined): string {
  if (start === undefined) return '';
  if ('date' in start) return new Date(start.date).toISOString();
  const [hours, minutes] = [Math.floor(start.daily / 60), start.daily % 60].map((part) => `${part}`.padStart(2, '0'));
  return `${hours}:${minutes}`;
}
