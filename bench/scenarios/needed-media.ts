import type { Exercise } from '../measurement.js';
import type { Pace } from '../observed-load.js';
import type { NeededMedia } from '../recorded-media.js';

/** Seconds that files are longer than they are played: no player may reach the end, whatever is sent ahead. */
const MARGIN = 15;

/** Seconds of a file of 2 GB. */
const LARGE = 10_600;

/** Of the scenario `seek`: more than the cache of segments holds. */
export const seekMedia: NeededMedia = { files: 20, seconds: 120 };

/** The recorded media that a scenario plays; undefined for live ones. */
export function neededMedia({ scenario, size }: Exercise, pace: Pace): NeededMedia | undefined {
  const seconds = Math.ceil(size / pace.ramp + pace.settle + pace.seconds) + MARGIN;
  switch (scenario) {
    case 'vod-one':
      return { files: 1, seconds };
    case 'edge-hits':
      // Watched to its end: what is fetched ahead and never seen would count as missed.
      return { files: 1, seconds: Math.max(1, pace.settle + pace.seconds - 2) };
    case 'vod-many':
      return { files: size, seconds };
    case 'vod-large':
      return { files: 1, seconds: LARGE };
    case 'seek':
      return seekMedia;
    default:
      return undefined;
  }
}
