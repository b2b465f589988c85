/** A part of a segment as a playlist names it. */
export interface PlaylistPart {
  readonly uri: string;
  /** Seconds. */
  readonly duration: number;
  readonly isIndependent: boolean;
}

/** A segment as a playlist names it. Addresses are relative to the playlist. */
export interface PlaylistEntry {
  readonly uri: string;
  /** Seconds. */
  readonly duration: number;
  readonly discontinuity?: boolean;
  /** When it began, by ISO 8601. */
  readonly date?: string;
  /** What must be fetched before it; undefined if nothing. */
  readonly map?: string | undefined;
  readonly parts?: readonly PlaylistPart[];
}

/** A segment that is not complete. */
export type OpenEntry = Pick<PlaylistEntry, 'discontinuity' | 'map'> & { readonly parts: readonly PlaylistPart[] };

export interface MediaPlaylist {
  /** Seconds, a whole number. */
  readonly targetDuration: number;
  readonly mediaSequence: number;
  readonly discontinuitySequence?: number;
  readonly entries: readonly PlaylistEntry[];
  /** `vod`: all there ever will be; `ended`: no more follows; `event`: more follows and nothing goes; `live`: both. */
  readonly kind: 'live' | 'event' | 'ended' | 'vod';
  /** The server can hold a request until there is a segment, or a part, that is asked for (`_HLS_msn`, `_HLS_part`). */
  readonly canBlock?: boolean;
  /** Seconds, which no part is longer than; undefined if there are none. */
  readonly partTarget?: number | undefined;
  /** What follows the entries. */
  readonly open?: OpenEntry | undefined;
  /** The part that comes next. */
  readonly hint?: string | undefined;
  /** For who knows the playlist of a moment ago: entries that are old enough are left out (`_HLS_skip`). */
  readonly skips?: boolean;
}

/** Parts are named that many target durations back from the end (RFC 8216bis, 4.4.4.9), and entries told again (6.2.5.1). */
const PARTS_FOR = 3;
const SKIP_UNTIL = 6;
/** Parts that a player stays behind the end (4.4.3.8). */
const PART_HOLD_BACK = 3;

/** The text of a media playlist (RFC 8216, 4.3.2 and 4.3.3; parts: RFC 8216bis, 4.4). */
export function writeMediaPlaylist(playlist: MediaPlaylist): string {
  const { discontinuitySequence = 0, entries, kind, targetDuration, partTarget, open, hint } = playlist;
  const skipped = playlist.skips === true ? older(entries, SKIP_UNTIL * targetDuration) : 0;
  const lines = ['#EXTM3U', `#EXT-X-VERSION:${version(playlist, skipped)}`, `#EXT-X-TARGETDURATION:${targetDuration}`];
  if (playlist.canBlock === true) lines.push(serverControl(targetDuration, partTarget));
  if (partTarget !== undefined) lines.push(`#EXT-X-PART-INF:PART-TARGET=${partTarget.toFixed(3)}`);
  lines.push(`#EXT-X-MEDIA-SEQUENCE:${playlist.mediaSequence}`);
  if (discontinuitySequence > 0) lines.push(`#EXT-X-DISCONTINUITY-SEQUENCE:${discontinuitySequence}`);
  if (kind === 'vod' || kind === 'event') lines.push(`#EXT-X-PLAYLIST-TYPE:${kind.toUpperCase()}`);
  if (skipped > 0) lines.push(`#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}`);
  const partsFrom = partTarget === undefined ? Infinity : older(entries, PARTS_FOR * targetDuration);
  let map: string | undefined;
  entries.forEach((entry, i) => {
    if (i < skipped) return;
    map = begin(lines, entry, i === skipped, map);
    if (i >= partsFrom) writeParts(lines, entry.parts ?? []);
    lines.push(`#EXTINF:${entry.duration.toFixed(3)},`, entry.uri);
  });
  if (open !== undefined) {
    begin(lines, open, false, map);
    writeParts(lines, open.parts);
  }
  if (hint !== undefined) lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${hint}"`);
  if (kind === 'ended' || kind === 'vod') lines.push('#EXT-X-ENDLIST');
  return `${lines.join('\n')}\n`;
}

/** EXT-X-MAP stands in playlists of version 6, EXT-X-SKIP in those of version 9. */
function version({ entries, open }: MediaPlaylist, skipped: number): number {
  if (skipped > 0) return 9;
  return [...entries, ...(open === undefined ? [] : [open])].some(({ map }) => map !== undefined) ? 6 : 3;
}

function serverControl(targetDuration: number, partTarget: number | undefined): string {
  const attributes = ['CAN-BLOCK-RELOAD=YES', `CAN-SKIP-UNTIL=${(SKIP_UNTIL * targetDuration).toFixed(1)}`];
  if (partTarget !== undefined) attributes.push(`PART-HOLD-BACK=${(PART_HOLD_BACK * partTarget).toFixed(3)}`);
  return `#EXT-X-SERVER-CONTROL:${attributes.join(',')}`;
}

/** How many entries end more than `seconds` before the last one does. */
function older(entries: readonly PlaylistEntry[], seconds: number): number {
  let rest = 0;
  for (let i = entries.length - 1; i >= 0; i--) {
    if (rest > seconds) return i + 1;
    rest += entries[i]!.duration;
  }
  return 0;
}

/** Writes what stands before a segment; answers the map that holds from here on. */
function begin(
  lines: string[],
  { discontinuity = false, date, map }: Pick<PlaylistEntry, 'discontinuity' | 'date' | 'map'>,
  isFirst: boolean,
  before: string | undefined,
): string | undefined {
  if (discontinuity) lines.push('#EXT-X-DISCONTINUITY');
  if (date !== undefined && (isFirst || discontinuity)) lines.push(`#EXT-X-PROGRAM-DATE-TIME:${date}`);
  if (map !== undefined && map !== before) lines.push(`#EXT-X-MAP:URI="${map}"`);
  return map;
}

function writeParts(lines: string[], parts: readonly PlaylistPart[]): void {
  for (const { uri, duration, isIndependent } of parts) {
    const independent = isIndependent ? ',INDEPENDENT=YES' : '';
    lines.push(`#EXT-X-PART:DURATION=${duration.toFixed(3)},URI="${uri}"${independent}`);
  }
}

/** How far another way to play the same has come. */
export interface RenditionReport {
  readonly uri: string;
  /** Its newest segment, and the newest part of that; undefined if there are no parts. */
  readonly sequence: number;
  readonly part: number | undefined;
}

/** The lines that tell of the other ways to play (RFC 8216bis, 4.4.5.4), to stand at the end of a media playlist. */
export function writeReports(reports: readonly RenditionReport[]): string {
  const line = ({ uri, sequence, part }: RenditionReport): string => {
    const last = part === undefined ? '' : `,LAST-PART=${part}`;
    return `#EXT-X-RENDITION-REPORT:URI="${uri}",LAST-MSN=${sequence}${last}\n`;
  };
  return reports.map(line).join('');
}
