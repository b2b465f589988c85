import type { AmfValue } from '../amf/value.js';

/** flashVer: a system, and the version in four numbers. */
const FLASH_PLAYER = /^[A-Z]{3} (\d{1,3}),(\d{1,3}),(\d{1,5}),\d{1,5}$/;

/** The first version that takes aggregate messages: Flash Player 9 Update 3. */
const FIRST = [9, 0, 115] as const;

/**
 * Whether a client takes aggregate messages: Flash Player and AIR from 9.0.115 on, which all say their objectEncoding.
 * ffmpeg, librtmp, GStreamer and what was made after them call themselves Flash Player and do not say it; among these are
 * some that do not know what an aggregate is.
 */
export function takesAggregates(flashVer: string, objectEncoding: AmfValue): boolean {
  if (typeof objectEncoding !== 'number') return false;
  const version = FLASH_PLAYER.exec(flashVer)?.slice(1).map(Number);
  if (version === undefined) return false;
  const different = FIRST.findIndex((number, i) => version[i] !== number);
  return different < 0 || version[different]! > FIRST[different]!;
}
