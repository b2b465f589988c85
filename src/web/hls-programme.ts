import type { Variant } from '../hls/write-master-playlist.js';
import type { HlsContent } from './hls-content.js';

/** Something of a programme that has a playlist of its own. */
export interface HlsRendition {
  /** A part of its address. */
  readonly id: string;
  /** Begins it, or joins those who play it; undefined if it is not there any more. */
  readonly open: () => HlsContent | undefined;
}

export interface HlsVariant extends HlsRendition {
  readonly facts: Omit<Variant, 'uri'>;
}

/** Sound beside that of the variants. */
export interface HlsSound extends HlsRendition {
  readonly name: string;
  readonly channels: number | undefined;
}

/** What a master playlist is of: the first variant is the usual one. */
export interface HlsProgramme {
  readonly variants: readonly HlsVariant[];
  readonly sounds: readonly HlsSound[];
  /** The viewer is gone, and has left what it has opened. */
  readonly release: () => void;
}

/** The variants of several programmes, which are the same in other sizes. Sound beside them is left out. */
export function programmesTogether(programmes: readonly HlsProgramme[]): HlsProgramme {
  return {
    variants: programmes.flatMap(({ variants }, i) =>
      variants.map((variant) => ({ ...variant, id: `s${i}${variant.id}` })),
    ),
    sounds: [],
    release: () => {
      for (const { release } of programmes) release();
    },
  };
}
