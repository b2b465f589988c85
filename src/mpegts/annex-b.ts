import type { AvcConfiguration } from '../media/codec-configuration/avc-configuration.js';
import type { HevcConfiguration } from '../media/codec-configuration/hevc-configuration.js';

/** How NAL units of one codec are told apart. */
interface NalRules {
  readonly type: (firstByte: number) => number;
  readonly delimiter: Uint8Array;
  readonly delimiterType: number;
  readonly parameterSets: ReadonlySet<number>;
}

const AVC: NalRules = {
  type: (first) => first & 0x1f,
  delimiter: Uint8Array.of(9, 0xf0),
  delimiterType: 9,
  parameterSets: new Set([7, 8]),
};

const HEVC: NalRules = {
  type: (first) => (first >> 1) & 0x3f,
  delimiter: Uint8Array.of(0x46, 0x01, 0x50),
  delimiterType: 35,
  parameterSets: new Set([32, 33, 34]),
};

const START_CODE = Uint8Array.of(0, 0, 0, 1);

/** Turns frames with lengths in front of their NAL units into a byte stream (ITU-T H.264 and H.265, annex B). */
export class AnnexB {
  readonly #rules: NalRules;
  readonly #lengthSize: number;
  readonly #parameterSets: readonly Uint8Array[];

  constructor(configuration: AvcConfiguration | HevcConfiguration) {
    this.#rules = configuration.codec === 'avc' ? AVC : HEVC;
    this.#lengthSize = configuration.nalLengthSize;
    this.#parameterSets =
      configuration.codec === 'avc'
        ? [...configuration.sequenceParameterSets, ...configuration.pictureParameterSets]
        : configuration.nalUnits.filter(({ type }) => HEVC.parameterSets.has(type)).map(({ bytes }) => bytes);
  }

  /**
   * The parts of a frame: an access unit delimiter first, and before a key frame the parameter sets, unless it brings
   * its own. A unit that is longer than the frame ends with it.
   */
  frame(body: Uint8Array, isKeyFrame: boolean): Uint8Array[] {
    const { type, delimiter, delimiterType, parameterSets } = this.#rules;
    const units: Uint8Array[] = [];
    let bringsParameterSets = false;
    for (let at = 0; at + this.#lengthSize < body.length;) {
      let length = 0;
      for (let i = 0; i < this.#lengthSize; i++) length = length * 256 + body[at + i]!;
      const start = at + this.#lengthSize;
      at = Math.min(start + length, body.length);
      if (at === start) continue;
      const unitType = type(body[start]!);
      if (unitType === delimiterType) continue;
      bringsParameterSets ||= parameterSets.has(unitType);
      units.push(body.subarray(start, at));
    }
    const sets = isKeyFrame && !bringsParameterSets ? this.#parameterSets : [];
    return [delimiter, ...sets, ...units].flatMap((unit) => [START_CODE, unit]);
  }
}
