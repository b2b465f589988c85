import type { AlternativeSound } from '../hls/write-master-playlist.js';
import { writeMasterPlaylist } from '../hls/write-master-playlist.js';
import type { HlsSession } from './hls-session.js';

/** The text of the master playlist of a session. */
export function masterPlaylist({ id: session, programme: { variants, sounds } }: HlsSession): string {
  const uri = (id: string): string => `hls-${session}/${id}/media.m3u8`;
  const beside: AlternativeSound[] = sounds.map(({ id, name, channels }) => ({
    ...{ name, uri: uri(id), isDefault: false },
    ...(channels === undefined ? {} : { channels }),
  }));
  const usual: AlternativeSound = { name: 'Track 0', uri: undefined, isDefault: true };
  return writeMasterPlaylist(
    variants.map(({ id, facts }) => ({ ...facts, uri: uri(id) })),
    beside.length === 0 ? [] : [usual, ...beside],
  );
}
