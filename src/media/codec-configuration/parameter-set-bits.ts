import { BitReader } from '../../bytes/bit-reader.js';
import { MediaError } from '../media-error.js';

/** A sequence parameter set with every optional part stays far below; what is longer is padding. */
const MAX_PARAMETER_SET = 4096;

/** Reads the bits of an AVC or HEVC parameter set (ITU-T H.264 section 7.2 and 9.1, H.265 the same). */
export class ParameterSetBits extends BitReader {
  /** @param nal the NAL unit with its header, still with emulation prevention bytes */
  constructor(nal: Uint8Array) {
    super(withoutEmulationPrevention(nal));
  }

  /** ue(v). @throws {MediaError} malformed beyond 32 bits */
  ue(): number {
    let zeros = 0;
    while (!this.flag()) {
      if (++zeros > 31) throw new MediaError('malformed', 'an Exp-Golomb code beyond 32 bits');
    }
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  /** se(v). @throws {MediaError} malformed beyond 32 bits */
  se(): number {
    const code = this.ue();
    return code % 2 === 1 ? (code + 1) / 2 : -code / 2;
  }

  /** ue(v) that counts something. @throws {MediaError} malformed above `most` */
  count(most: number, what: string): number {
    const count = this.ue();
    if (count > most) throw new MediaError('malformed', `${count} ${what}, at most ${most} are allowed`);
    return count;
  }
}

function withoutEmulationPrevention(nal: Uint8Array): Uint8Array {
  const length = Math.min(nal.length, MAX_PARAMETER_SET);
  const raw = new Uint8Array(length);
  let size = 0;
  let zeros = 0;
  for (let i = 0; i < length; i++) {
    const byte = nal[i]!;
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    raw[size++] = byte;
  }
  return raw.subarray(0, size);
}
