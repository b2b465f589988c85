import { AmfArray, AmfObject } from '../amf/value.js';
import type { AmfValue } from '../amf/value.js';
import type { CodecCapability, EnhancedCapabilities } from '../application/enhanced-capabilities.js';

/** CapsExMask of Enhanced RTMP v2, section "Enhancing NetConnection connect Command". */
const CAPS_EX = { reconnect: 1, multitrack: 2, modEx: 4, timestampNanoOffset: 8 } as const;

/** VideoFunctionFlag; the first is Flash Player's own. */
const VIDEO_FUNCTION = { clientSeek: 1, hdr: 2, videoMetadata: 4, largeScaleTile: 8 } as const;

/** FourCcInfoMask. */
const CODEC = { decode: 1, encode: 2, forward: 4 } as const;

/** How many codecs of a list are looked at; there are not twenty that have a FourCC. */
const MAX_CODECS = 64;

/**
 * Reads what a connect command says of Enhanced RTMP. Undefined for a client that says nothing of it, which is
 * answered as FMS answers; values that cannot be are left out.
 */
export function readEnhancedCapabilities(field: (name: string) => AmfValue): EnhancedCapabilities | undefined {
  const list = itemsOf(field('fourCcList'));
  const video = membersOf(field('videoFourCcInfoMap'));
  const audio = membersOf(field('audioFourCcInfoMap'));
  const capsEx = bits(field('capsEx'));
  if (list === undefined && video === undefined && audio === undefined && capsEx === undefined) return undefined;
  const [caps, videoFunction] = [capsEx ?? 0, bits(field('videoFunction')) ?? 0];
  return {
    fourCcList: [...firstOf(list ?? [])].filter(isFourCc),
    video: codecs(video ?? []),
    audio: codecs(audio ?? []),
    reconnect: has(caps, CAPS_EX.reconnect),
    multitrack: has(caps, CAPS_EX.multitrack),
    modEx: has(caps, CAPS_EX.modEx),
    timestampNanoOffset: has(caps, CAPS_EX.timestampNanoOffset),
    clientSeek: has(videoFunction, VIDEO_FUNCTION.clientSeek),
    hdr: has(videoFunction, VIDEO_FUNCTION.hdr),
    videoMetadata: has(videoFunction, VIDEO_FUNCTION.videoMetadata),
    largeScaleTile: has(videoFunction, VIDEO_FUNCTION.largeScaleTile),
  };
}

/**
 * What the server says of itself: it passes on every codec and everything that stands around it. The values are new
 * each time, because one that stands twice in a message is written as a reference.
 */
export function enhancedAnswer(): Record<string, AmfValue> {
  return {
    fourCcList: ['*'],
    videoFourCcInfoMap: AmfObject.of({ '*': CODEC.forward }),
    audioFourCcInfoMap: AmfObject.of({ '*': CODEC.forward }),
    capsEx: CAPS_EX.reconnect | CAPS_EX.multitrack | CAPS_EX.modEx | CAPS_EX.timestampNanoOffset,
    videoFunction: VIDEO_FUNCTION.hdr | VIDEO_FUNCTION.videoMetadata | VIDEO_FUNCTION.largeScaleTile,
  };
}

function codecs(members: Iterable<readonly [string, AmfValue]>): CodecCapability[] {
  const found: CodecCapability[] = [];
  for (const [fourCc, value] of firstOf(members)) {
    const mask = bits(value);
    if (!isFourCc(fourCc) || mask === undefined) continue;
    found.push({
      fourCc,
      decode: has(mask, CODEC.decode),
      encode: has(mask, CODEC.encode),
      forward: has(mask, CODEC.forward),
    });
  }
  return found;
}

/** The specification has a strict array; a script that writes an array with names means the same. */
function itemsOf(value: AmfValue): Iterable<AmfValue> | undefined {
  if (value instanceof AmfArray) return value.dense.length > 0 ? value.dense : value.associative.values();
  return Array.isArray(value) ? value : undefined;
}

function membersOf(value: AmfValue): Iterable<readonly [string, AmfValue]> | undefined {
  if (value instanceof AmfObject) return value.properties;
  return value instanceof AmfArray ? value.entries() : undefined;
}

function* firstOf<T>(values: Iterable<T>): Generator<T, void> {
  let left = MAX_CODECS;
  for (const value of values) {
    if (left-- === 0) return;
    yield value;
  }
}

function isFourCc(value: AmfValue): value is string {
  return typeof value === 'string' && (value === '*' || /^[ -~]{4}$/.test(value));
}

function has(mask: number, bit: number): boolean {
  return (mask & bit) !== 0;
}

/** A whole number of at most 32 bits. */
function bits(value: AmfValue): number | undefined {
  const isMask = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff;
  return isMask ? value : undefined;
}
