import type { AudioCodec } from '../audio-codec.js';
import type { VideoCodec } from '../video-codec.js';
import type { AacConfiguration } from './aac-configuration.js';
import type { Av1Configuration } from './av1-configuration.js';
import type { AvcConfiguration } from './avc-configuration.js';
import type { AudioConfiguration, VideoConfiguration } from './codec-configuration.js';
import type { HevcConfiguration } from './hevc-configuration.js';
import type { VpxConfiguration } from './vpx-configuration.js';

/** Codecs whose string needs no configuration, or has no more to say without one. */
const NAMES: ReadonlyMap<VideoCodec | AudioCodec, string> = new Map<VideoCodec | AudioCodec, string>([
  ['avc', 'avc1'],
  ['hevc', 'hvc1'],
  ['vvc', 'vvc1'],
  ['av1', 'av01'],
  ['vp8', 'vp08'],
  ['vp9', 'vp09'],
  ['aac', 'mp4a.40'],
  ['mp3', 'mp4a.40.34'],
  ['mp3-8k', 'mp4a.40.34'],
  ['ac3', 'ac-3'],
  ['eac3', 'ec-3'],
]);

/**
 * The codec string of RFC 6381 and of the codec's own binding, as `avc1.64001f` or `mp4a.40.2`; the codec's
 * name for those of Flash that nobody registered.
 */
export function describeCodec(
  codec: VideoCodec | AudioCodec,
  configuration?: VideoConfiguration | AudioConfiguration,
): string {
  switch (configuration?.codec) {
    case 'avc':
      return describeAvc(configuration);
    case 'hevc':
      return describeHevc(configuration);
    case 'av1':
      return describeAv1(configuration);
    case 'vp8':
    case 'vp9':
      return describeVpx(configuration);
    case 'aac':
      return describeAac(configuration);
    case 'opus':
    case 'flac':
    case undefined:
      return NAMES.get(codec) ?? codec;
  }
}

function describeAvc({ profile, compatibility, level }: AvcConfiguration): string {
  return `avc1.${hex(profile)}${hex(compatibility)}${hex(level)}`;
}

/** ISO/IEC 14496-15, annex E.3 */
function describeHevc(configuration: HevcConfiguration): string {
  const { profileSpace, profile, compatibility, tier, level, constraints } = configuration;
  const space = ['', 'A', 'B', 'C'][profileSpace]!;
  let used = constraints.length;
  while (used > 0 && constraints[used - 1] === 0) used--;
  const bytes = [...constraints.subarray(0, used)].map((byte) => `.${byte.toString(16).toUpperCase()}`).join('');
  const flags = reverseBits(compatibility).toString(16).toUpperCase();
  return `hvc1.${space}${profile}.${flags}.${tier === 'main' ? 'L' : 'H'}${level}${bytes}`;
}

/** AV1 in ISO base media file format, 5 */
function describeAv1({ profile, level, tier, bitDepth }: Av1Configuration): string {
  return `av01.${profile}.${decimal(level)}${tier === 'main' ? 'M' : 'H'}.${decimal(bitDepth)}`;
}

/** VP Codec ISO Media File Format Binding, codecs parameter string */
function describeVpx({ codec, profile, level, bitDepth }: VpxConfiguration): string {
  return `${codec === 'vp8' ? 'vp08' : 'vp09'}.${decimal(profile)}.${decimal(level)}.${decimal(bitDepth)}`;
}

function describeAac({ objectType, extension }: AacConfiguration): string {
  const signalled = extension === 'sbr' ? 5 : extension === 'ps' ? 29 : objectType;
  return `mp4a.40.${signalled}`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function decimal(value: number): string {
  return value.toString().padStart(2, '0');
}

function reverseBits(value: number): number {
  let reversed = 0;
  for (let i = 0; i < 32; i++) reversed = ((reversed << 1) | ((value >>> i) & 1)) >>> 0;
  return reversed;
}
