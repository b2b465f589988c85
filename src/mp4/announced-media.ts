import { Amf0Decoder } from '../amf/amf0-decoder.js';
import { AmfError } from '../amf/amf-error.js';
import type { AmfValue } from '../amf/value.js';
import { AmfArray, AmfObject } from '../amf/value.js';
import { ByteReader } from '../bytes/byte-reader.js';

/** What an onMetaData promises of the stream. */
export interface AnnouncedMedia {
  /** Undefined if it says nothing of this kind nor of the other. */
  readonly audio: boolean | undefined;
  readonly video: boolean | undefined;
  /** Pixels. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  /** Milliseconds, of a recording. */
  readonly duration: number | undefined;
}

/** Reads a data message; undefined if it is no onMetaData, or not to be read. */
export function readAnnouncedMedia(payload: Uint8Array): AnnouncedMedia | undefined {
  const properties = readMetadata(payload);
  if (properties === undefined) return undefined;
  const audio = promised(properties, 'hasAudio', 'audiocodecid');
  const video = promised(properties, 'hasVideo', 'videocodecid');
  const says = audio !== undefined || video !== undefined;
  return {
    audio: audio ?? (says ? false : undefined),
    video: video ?? (says ? false : undefined),
    width: pixels(properties.get('width')),
    height: pixels(properties.get('height')),
    duration: milliseconds(properties.get('duration')),
  };
}

function readMetadata(payload: Uint8Array): ReadonlyMap<string, AmfValue> | undefined {
  try {
    const decoder = new Amf0Decoder(new ByteReader(payload), { lenientEnd: true });
    let name = decoder.read();
    if (name === '@setDataFrame') name = decoder.read();
    if (name !== 'onMetaData') return undefined;
    const value = decoder.read();
    if (value instanceof AmfArray) return value.associative;
    return value instanceof AmfObject ? value.properties : undefined;
  } catch (error) {
    if (error instanceof AmfError) return undefined;
    throw error;
  }
}

/** The flag of file tools, or else a codec: a number, or the name of it. */
function promised(properties: ReadonlyMap<string, AmfValue>, flag: string, codec: string): boolean | undefined {
  const has = properties.get(flag);
  if (typeof has === 'boolean') return has;
  const value = properties.get(codec);
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? true : undefined;
}

const MAX_PIXELS = 0xffff;

function pixels(value: AmfValue): number | undefined {
  return typeof value === 'number' && value >= 1 && value <= MAX_PIXELS ? Math.round(value) : undefined;
}

function milliseconds(seconds: AmfValue): number | undefined {
  return typeof seconds === 'number' && seconds > 0 && seconds < Infinity ? seconds * 1000 : undefined;
}
