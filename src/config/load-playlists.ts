import { extname, join } from 'node:path';
import type { ConfiguredPlaylist } from '../application/playlists.js';
import type { SafeName } from '../application/safe-name.js';
import { parseSafeName } from '../application/safe-name.js';
import type { PlaylistItem } from '../stream/playlist-item.js';
import type { z } from 'zod';
import { checkTree } from './check-tree.js';
import { playlistSchema } from './playlist-schema.js';
import { parsePlaylistStart } from './playlist-time.js';
import type { SettingsReader } from './settings-reader.js';
import { readSmil } from './smil-playlist.js';
import type { TreePath } from './tree.js';
import { YamlTree } from './yaml-tree.js';

/** Playlists that one application may have. */
const MAX_PLAYLISTS = 100;

/** Reads the playlists of the application in `folder`: `playlists/<stream>.yaml`, and SMIL files beside them. */
export async function loadPlaylists(reader: SettingsReader, folder: string): Promise<ConfiguredPlaylist[]> {
  const playlists = join(folder, 'playlists');
  reader.files.watch(folder, 'playlists');
  const listing = await reader.files.list(playlists);
  if (listing === undefined) return [];
  reader.files.watch(playlists);
  const byStream = new Map<string, ConfiguredPlaylist>();
  for (const name of listing.files) {
    const file = join(playlists, name);
    for (const playlist of await readFile(reader, file, name)) {
      const key = `${playlist.instance}/${playlist.stream}`;
      const isKnown = [...byStream.values()].some(({ stream }) => stream === playlist.stream);
      if (isKnown || byStream.size === MAX_PLAYLISTS) {
        const message = isKnown ? `is not played: another file here plays ${playlist.stream}` : 'is not played';
        const mend = isKnown ? 'rename one of them' : `an application may have ${MAX_PLAYLISTS} playlists`;
        reader.problems.push({ file, key: '', message, mend, severity: 'error' });
      } else {
        byStream.set(key, playlist);
      }
    }
  }
  return [...byStream.values()];
}

async function readFile(reader: SettingsReader, file: string, name: string): Promise<ConfiguredPlaylist[]> {
  const extension = extname(name).toLowerCase();
  const isYaml = extension === '.yaml';
  if (!isYaml && extension !== '.smil' && extension !== '.smi') {
    if (extension !== '.yml') return [];
    const mend = `name it ${name.slice(0, -4)}.yaml`;
    reader.problems.push({ file, key: '', message: 'is not read', mend, severity: 'warning' });
    return [];
  }
  const text = await reader.files.read(file);
  if (text === undefined) return [];
  const stream = parseSafeName(name.slice(0, -extension.length));
  if (stream === undefined) {
    const mend = 'name it after a stream: letters, digits, - and _';
    reader.problems.push({ file, key: '', message: 'is not named after a stream', mend, severity: 'error' });
    return [];
  }
  if (isYaml) return readYaml(reader, file, text, stream);
  const { playlists, problems } = readSmil(text, file, stream);
  reader.problems.push(...problems);
  return [...playlists];
}

function readYaml(reader: SettingsReader, file: string, text: string, stream: SafeName): ConfiguredPlaylist[] {
  const yaml = YamlTree.parse(text);
  const before = reader.problems.length;
  reader.problems.push(...yaml.mistakes.map((mistake) => ({ file, key: '', severity: 'error' as const, ...mistake })));
  if (reader.problems.length > before) return [];
  const placeOf = (path: TreePath, part: 'key' | 'value') => ({ file, ...yaml.placeOf(path, part) });
  const { tree, problems } = checkTree(yaml.tree, playlistSchema, placeOf);
  reader.problems.push(...problems);
  return problems.length > 0 ? [] : [configured(playlistSchema.parse(tree), stream)];
}

function configured(written: z.output<typeof playlistSchema>, stream: SafeName): ConfiguredPlaylist {
  const { items, loop, start, late, now, instance } = written;
  return {
    ...{ stream, loop, late, now },
    instance: instance as SafeName,
    start: start === '' ? undefined : parsePlaylistStart(start),
    items: items.map(itemOf),
  };
}

function itemOf({ play, live, start, length, wait }: z.output<typeof playlistSchema>['items'][number]): PlaylistItem {
  const kind = live === undefined ? 'recorded' : 'live';
  return { kind, name: live ?? play ?? '', start, length: length === 0 ? Infinity : length, wait };
}
