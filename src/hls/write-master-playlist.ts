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

/** Sound that can be heard with each of the variants. */
export interface AlternativeSound {
  readonly name: string;
  /** Relative to the master playlist; undefined if it is in the variants themselves. */
  readonly uri: string | undefined;
  readonly isDefault: boolean;
  readonly channels?: number;
}

const GROUP = 'sound';

/** The text of a master playlist (RFC 8216, 4.3.4). */
export function writeMasterPlaylist(variants: readonly Variant[], sounds: readonly AlternativeSound[] = []): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:3'];
  for (const { name, uri, isDefault, channels } of sounds) {
    const attributes = [`TYPE=AUDIO,GROUP-ID="${GROUP}",NAME="${name}",AUTOSELECT=YES`];
    attributes.push(`DEFAULT=${isDefault ? 'YES' : 'NO'}`);
    if (channels !== undefined) attributes.push(`CHANNELS="${channels}"`);
    if (uri !== undefined) attributes.push(`URI="${uri}"`);
    lines.push(`#EXT-X-MEDIA:${attributes.join(',')}`);
  }
  for (const { uri, bandwidth, codecs = [], resolution, frameRate } of variants) {
    const attributes = [`BANDWIDTH=${Math.max(1, Math.ceil(bandwidth))}`];
    if (codecs.length > 0) attributes.push(`CODECS="${codecs.join(',')}"`);
    if (resolution !== undefined) attributes.push(`RESOLUTION=${resolution.width}x${resolution.height}`);
    if (frameRate !== undefined) attributes.push(`FRAME-RATE=${frameRate.toFixed(3)}`);
    if (sounds.length > 0) attributes.push(`AUDIO="${GROUP}"`);
    lines.push(`#EXT-X-STREAM-INF:${attributes.join(',')}`, uri);
  }
  return `${lines.join('\n')}\n`;
}
