import { BitReader } from '../../bytes/bit-reader.js';
import { MediaError, reading } from '../media-error.js';
import { readProgramConfig } from './aac-program-config.js';

/** AudioSpecificConfig: the body of an AAC sequence header. */
export interface AacConfiguration {
  readonly codec: 'aac';
  /** Audio object type of the core: 1 main, 2 low complexity, 4 LTP, 23 ER low delay, 39 ER enhanced low delay. */
  readonly objectType: number;
  /** Signalled spectral band replication (HE-AAC), or that with parametric stereo (HE-AAC v2). */
  readonly extension: 'sbr' | 'ps' | undefined;
  /** Hertz of the core decoder. */
  readonly coreSampleRate: number;
  /** Hertz of what is heard. */
  readonly sampleRate: number;
  /** 0 when the configuration itself lists the channels. */
  readonly channelConfiguration: number;
  /** Channels of what is heard. */
  readonly channels: number;
}

/** samplingFrequencyIndex (ISO/IEC 14496-3, table 1.18). */
const SAMPLE_RATES: readonly number[] = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
];
const EXPLICIT_SAMPLE_RATE = 15;

/** channelConfiguration (table 1.19): how many channels each stands for. */
const CHANNELS: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 24, 8];

const SBR = 5;
const ER_BSAC = 22;
const PS = 29;
const GENERAL_AUDIO: ReadonlySet<number> = new Set([1, 2, 3, 4, 6, 7, 17, 19, 20, 21, ER_BSAC, 23]);
const ERROR_RESILIENT: ReadonlySet<number> = new Set([17, 19, 20, 21, ER_BSAC, 23]);
const SCALABLE: ReadonlySet<number> = new Set([6, 20]);

const SBR_SYNC = 0x2b7;
const PS_SYNC = 0x548;

interface Extension {
  readonly kind: 'sbr' | 'ps';
  readonly sampleRate: number;
}

/**
 * Reads an AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1) with SBR and PS in either signalling:
 * hierarchical, and the backward compatible one behind the configuration of the core.
 *
 * @throws {MediaError}
 */
export function readAacConfiguration(bytes: Uint8Array): AacConfiguration {
  return reading('AAC configuration', () => {
    const bits = new BitReader(bytes);
    let objectType = readObjectType(bits);
    const coreSampleRate = readSampleRate(bits);
    const channelConfiguration = bits.bits(4);
    let extension: Extension | undefined;
    if (objectType === SBR || objectType === PS) {
      extension = { kind: objectType === PS ? 'ps' : 'sbr', sampleRate: readSampleRate(bits) };
      objectType = readObjectType(bits);
      if (objectType === ER_BSAC) bits.skip(4);
    }
    let listed: number | undefined;
    if (GENERAL_AUDIO.has(objectType)) {
      listed = readGeneralAudio(bits, objectType, channelConfiguration);
      extension ??= readCompatibleExtension(bits);
    }
    const channels = listed ?? CHANNELS[channelConfiguration] ?? 0;
    return {
      codec: 'aac',
      objectType,
      extension: extension?.kind,
      coreSampleRate,
      sampleRate: extension?.sampleRate ?? coreSampleRate,
      channelConfiguration,
      channels: extension?.kind === 'ps' && channels === 1 ? 2 : channels,
    };
  });
}

function readObjectType(bits: BitReader): number {
  const type = bits.bits(5);
  return type === 31 ? 32 + bits.bits(6) : type;
}

function readSampleRate(bits: BitReader): number {
  const index = bits.bits(4);
  if (index === EXPLICIT_SAMPLE_RATE) return bits.bits(24);
  const rate = SAMPLE_RATES[index];
  if (rate === undefined) throw new MediaError('malformed', `sampling frequency index ${index}`);
  return rate;
}

/** GASpecificConfig (4.4.1). Answers the channels when a program config element lists them. */
function readGeneralAudio(bits: BitReader, objectType: number, channelConfiguration: number): number | undefined {
  bits.skip(1); // frameLengthFlag
  if (bits.flag()) bits.skip(14); // coreCoderDelay
  const extended = bits.flag();
  const listed = channelConfiguration === 0 ? readProgramConfig(bits) : undefined;
  if (SCALABLE.has(objectType)) bits.skip(3);
  if (extended) {
    if (objectType === ER_BSAC) bits.skip(5 + 11);
    else if (ERROR_RESILIENT.has(objectType) && objectType !== 21) bits.skip(3);
    bits.skip(1);
  }
  if (ERROR_RESILIENT.has(objectType)) bits.skip(2); // epConfig
  return listed;
}

/** What encoders append for decoders that know SBR; most others never see it. */
function readCompatibleExtension(bits: BitReader): Extension | undefined {
  if (bits.remaining < 16 || bits.bits(11) !== SBR_SYNC) return undefined;
  if (readObjectType(bits) !== SBR || !bits.flag()) return undefined;
  const sampleRate = readSampleRate(bits);
  const parametricStereo = bits.remaining >= 12 && bits.bits(11) === PS_SYNC && bits.flag();
  return { kind: parametricStereo ? 'ps' : 'sbr', sampleRate };
}
