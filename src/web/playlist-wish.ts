import type { PlaylistWish } from './hls-content.js';

const NUMBER = /^\d{1,15}$/;

/** What the query of a playlist's address asks for (RFC 8216bis, 6.2.5); undefined if that makes no sense. */
export function playlistWish(query: string): PlaylistWish | undefined {
  if (query === '') return {};
  const parameters = new URLSearchParams(query);
  const [sequence, part] = [parameters.get('_HLS_msn'), parameters.get('_HLS_part')];
  if ((sequence !== null && !NUMBER.test(sequence)) || (part !== null && !NUMBER.test(part))) return undefined;
  if (part !== null && sequence === null) return undefined;
  const skip = parameters.get('_HLS_skip');
  return {
    sequence: sequence === null ? undefined : Number(sequence),
    part: part === null ? undefined : Number(part),
    skips: skip === 'YES' || skip === 'v2',
  };
}
