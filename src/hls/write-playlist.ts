/** A segment as a playlist names it. */
export interface PlaylistEntry {
  /** Relative to the playlist. */
  readonly uri: string;
  /** Seconds. */
  readonly duration: number;
  readonly discontinuity?: boolean;
  /** When it began, by ISO 8601. */
  readonly date?: string;
}

export interface MediaPlaylist {
  /** Seconds, a whole number. */
  readonly targetDuration: number;
  readonly mediaSequence: number;
  readonly discontinuitySequence?: number;
  readonly entries: readonly PlaylistEntry[];
  /** `vod`: all there ever will be; `ended`: no more follows; `live`: more follows. */
  readonly kind: 'live' | 'ended' | 'vod';
  /** The server can hold a request until there is a segment that is asked for (`_HLS_msn`). */
  readonly canBlock?: boolean;
}

/** The text of a media playlist (RFC 8216, 4.3.2 and 4.3.3). */
export function writeMediaPlaylist(playlist: MediaPlaylist): string {
  const { discontinuitySequence = 0, entries, kind } = playlist;
  const lines = ['#EXTM3U', '#EXT-X-VERSION:3'];
  lines.push(`#EXT-X-TARGETDURATION:${playlist.targetDuration}`);
  if (playlist.canBlock === true) lines.push('#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES');
  lines.push(`#EXT-X-MEDIA-SEQUENCE:${playlist.mediaSequence}`);
  if (discontinuitySequence > 0) lines.push(`#EXT-X-DISCONTINUITY-SEQUENCE:${discontinuitySequence}`);
  if (kind === 'vod') lines.push('#EXT-X-PLAYLIST-TYPE:VOD');
  entries.forEach(({ uri, duration, discontinuity = false, date }, i) => {
    if (discontinuity) lines.push('#EXT-X-DISCONTINUITY');
    if (date !== undefined && (i === 0 || discontinuity)) {
      lines.push(`#EXT-X-PROGRAM-DATE-TIME:${date}`);
    }
    lines.push(`#EXTINF:${duration.toFixed(3)},`, uri);
  });
  if (kind !== 'live') lines.push('#EXT-X-ENDLIST');
  return `${lines.join('\n')}\n`;
}

/** One way to play what a master playlist is of. */
export interface Variant {
  /** Relative to the master playlist. */
  readonly uri: string;
  /** Bits per second, at most. */
  readonly bandwidth: number;
  /** RFC 6381; left out where they are not known. */
  readonly codecs?: readonly string[];
  readonly resolution?: { readonly width: number; readonly height: number };
  readonly frameRate?: number;
}

/** The text of a master playlist (RFC 8216, 4.3.4). */
export function writeMasterPlaylist(variants: readonly Variant[]): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:3'];
  for (const { uri, bandwidth, codecs = [], resolution, frameRate } of variants) {
    const attributes = [`BANDWIDTH=${Math.max(1, Math.ceil(bandwidth))}`];
    if (codecs.length > 0) attributes.push(`CODECS="${codecs.join(',')}"`);
    if (resolution !== undefined) attributes.push(`RESOLUTION=${resolution.width}x${resolution.height}`);
    if (frameRate !== undefined) attributes.push(`FRAME-RATE=${frameRate.toFixed(3)}`);
    lines.push(`#EXT-X-STREAM-INF:${attributes.join(',')}`, uri);
  }
  return `${lines.join('\n')}\n`;
}
