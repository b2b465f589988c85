import { concat } from '../../src/bytes/concat.js';
import { classify } from '../../src/media/classify.js';
import type { MediaKind } from '../../src/media/media-message.js';
import { MediaMessage } from '../../src/media/media-message.js';

const encoder = new TextEncoder();

/** Payloads with the header bytes of their codec and a label instead of media, so that a transcript can show them. */
export const avc = {
  header: (label: string): Uint8Array => payload([0x17, 0, 0, 0, 0], label),
  key: (label: string): Uint8Array => payload([0x17, 1, 0, 0, 0], label),
  inter: (label: string): Uint8Array => payload([0x27, 1, 0, 0, 0], label),
  disposable: (label: string): Uint8Array => payload([0x37, 1, 0, 0, 0], label),
};

export const aac = {
  header: (label: string): Uint8Array => payload([0xaf, 0], label),
  frame: (label: string): Uint8Array => payload([0xaf, 1], label),
};

/** Sorenson H.263, which has no sequence header. */
export const h263 = {
  key: (label: string): Uint8Array => payload([0x12], label),
  inter: (label: string): Uint8Array => payload([0x22], label),
};

/** Enhanced RTMP HEVC. */
export const hevc = {
  header: (label: string): Uint8Array => payload([0x90, ...fourCc('hvc1')], label),
  key: (label: string): Uint8Array => payload([0x93, ...fourCc('hvc1')], label),
  inter: (label: string): Uint8Array => payload([0xa3, ...fourCc('hvc1')], label),
};

/** `label`, then as many bytes as it takes to make `size` of it all. */
export function padded(label: string, size: number): string {
  return `${label} `.padEnd(size, '.');
}

/** `header sps`, `key k1`, `inter p2`, `frame a3`: what a payload is, and its label. */
export function describeMedia(kind: MediaKind, bytes: Uint8Array): string {
  const { isConfiguration, isKeyFrame, isInter, isDisposable } = classify(new MediaMessage(kind, 0, bytes));
  const label = /[ -~]*$/.exec(new TextDecoder('latin1').decode(bytes))?.[0].replace(/ \.*$/, '') ?? '';
  if (isConfiguration) return `header ${label}`;
  if (isKeyFrame) return `key ${label}`;
  if (isDisposable) return `disposable ${label}`;
  return isInter ? `inter ${label}` : `frame ${label}`;
}

function payload(header: readonly number[], label: string): Uint8Array {
  return concat([Uint8Array.from(header), Uint8Array.of(0), encoder.encode(label)]);
}

function fourCc(name: string): Uint8Array {
  return encoder.encode(name);
}
