import { MediaError } from '../media-error.js';

/** How pictures of a video stream look. */
export interface PictureFormat {
  /** Luma samples that are shown, after cropping. */
  readonly width: number;
  readonly height: number;
  /** Pictures per second; undefined when the stream does not say. */
  readonly frameRate: number | undefined;
}

/** No codec in use goes beyond this; what claims more is no picture size. */
const MAX_DIMENSION = 65_536;
const MAX_FRAME_RATE = 1000;

/** @throws {MediaError} malformed, when nothing can be that large, or nothing is left after cropping */
export function pictureFormat(width: number, height: number, frameRate?: number): PictureFormat {
  if (!(width > 0 && width <= MAX_DIMENSION && height > 0 && height <= MAX_DIMENSION)) {
    throw new MediaError('malformed', `a picture of ${width} by ${height} samples`);
  }
  return { width, height, frameRate };
}

/** `ticks` per second over `ticksPerPicture`; undefined when that is no frame rate. */
export function frameRateOf(ticks: number, ticksPerPicture: number): number | undefined {
  const rate = ticks / ticksPerPicture;
  return rate > 0 && rate <= MAX_FRAME_RATE ? rate : undefined;
}
