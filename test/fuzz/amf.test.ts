import { describe, expect, test } from 'vitest';
import { AmfDate } from '../../src/amf/amf-date.js';
import { AmfError } from '../../src/amf/amf-error.js';
import { AmfUnsupported } from '../../src/amf/amf-unsupported.js';
import { AmfXml } from '../../src/amf/amf-xml.js';
import { decodeAmf0 } from '../../src/amf/amf0-decoder.js';
import { encodeAmf0 } from '../../src/amf/amf0-encoder.js';
import { decodeAmf3 } from '../../src/amf/amf3-decoder.js';
import { encodeAmf3 } from '../../src/amf/amf3-encoder.js';
import { describeAmf } from '../../src/amf/describe-amf.js';
import type { AmfValue } from '../../src/amf/value.js';
import { AmfArray, AmfDictionary, AmfExternalizable, AmfObject, AmfVector } from '../../src/amf/value.js';
import { concat } from '../../src/bytes/concat.js';
import { amfSize } from '../support/amf-size.js';
import { fromHex } from '../support/hex.js';
import { seededInteger, seededRandom } from '../support/seeded-random.js';

const cyclic = AmfObject.of({ text: 'text', date: new AmfDate(0) });
cyclic.set('me', [cyclic, cyclic]);
const sealed = { sealed: ['a', 'b'], dynamic: true };
const object = new AmfObject('Class', [['a', 1], ['b', 'text'], ['c', -0.5]], sealed); // prettier-ignore

const simple: AmfValue[] = ['connect', 1, true, null, undefined, AmfUnsupported.instance, new AmfXml('<a/>'), cyclic];
const advanced: AmfValue[] = [
  object,
  [object, object, [object]],
  new AmfArray([1, 2], [['name', 'text'], ['9', null]]), // prettier-ignore
  Uint8Array.of(1, 2, 3, 4),
  new AmfVector('int', [1, -1]),
  new AmfVector('uint', [1], true),
  new AmfVector('double', [0.1, NaN]),
  new AmfVector('object', [object, cyclic], false, 'Class'),
  new AmfDictionary([[object, cyclic], ['text', 1]], true), // prettier-ignore
  new AmfExternalizable('flex.messaging.io.ArrayCollection', [object]),
  new AmfExternalizable('DSK', undefined, [['body', object], ['messageIdBytes', Uint8Array.of(1)]]), // prettier-ignore
];

/** Pieces that mean something: ends, counts, lengths and references of all sizes. */
const pieces = ['000009', '0000', 'ffffffff', '7fffffff', 'ffff', '80', '01', '00', '070000', '0a00', '0600', '0a01', '0a07', '11', '0a0b01', '03000161']
  .map(fromHex); // prettier-ignore

interface Subject {
  readonly name: string;
  readonly corpus: readonly Uint8Array[];
  readonly decode: (bytes: Uint8Array) => AmfValue[];
}

const subjects: Subject[] = [
  {
    name: 'AMF0',
    corpus: [encodeAmf0([...simple, ...advanced]), ...[...simple, ...advanced].map((value) => encodeAmf0([value]))],
    decode: (bytes) => decodeAmf0(bytes),
  },
  {
    name: 'AMF0 without end markers',
    corpus: [encodeAmf0(['onMetaData', new AmfArray([], [['width', 1], ['nested', object]])])], // prettier-ignore
    decode: (bytes) => decodeAmf0(bytes, { lenientEnd: true }),
  },
  {
    name: 'AMF3 form of commands',
    corpus: [encodeAmf0([...simple, ...advanced], { avmPlus: true })],
    decode: (bytes) => decodeAmf0(bytes),
  },
  {
    name: 'AMF3',
    corpus: [encodeAmf3([...simple, ...advanced]), ...advanced.map((value) => encodeAmf3(value))],
    decode: (bytes) => [decodeAmf3(bytes)],
  },
];

describe.each(subjects)('$name', ({ corpus, decode }) => {
  test('mutations end in values or an AmfError and take no more memory than they have bytes', () => {
    const random = seededRandom(20_260_101);
    const codes = new Map<string, number>();
    for (let run = 0; run < 6_000; run++) {
      const bytes = mutate(corpus, random);
      try {
        const values = decode(bytes);
        expect(amfSize(values)).toBeLessThanOrEqual(bytes.length);
        expect(describeAmf(values, 100).length).toBeLessThanOrEqual(101);
        count(codes, 'values');
      } catch (error) {
        if (!(error instanceof AmfError)) throw error;
        count(codes, error.code);
      }
    }
    for (const code of ['values', 'truncated', 'bad-marker']) expect(codes.get(code), code).toBeGreaterThan(50);
  });
});

function count(codes: Map<string, number>, code: string): void {
  codes.set(code, (codes.get(code) ?? 0) + 1);
}

/** One input of the corpus with one to four mistakes in it. */
function mutate(corpus: readonly Uint8Array[], random: () => number): Uint8Array {
  const any = (limit: number): number => seededInteger(random, limit);
  let bytes = corpus[any(corpus.length)]!.slice();
  for (let left = 1 + any(4); left > 0; left--) {
    const at = any(bytes.length + 1);
    const to = Math.min(bytes.length, at + any(12));
    const piece = pieces[any(pieces.length)]!;
    switch (any(6)) {
      case 0:
        bytes[at] = any(256);
        break;
      case 1:
        bytes[at] = any(0x13);
        break;
      case 2:
        bytes = concat([bytes.subarray(0, at), piece, bytes.subarray(at)]).slice();
        break;
      case 3:
        bytes = concat([bytes.subarray(0, at), bytes.subarray(to)]).slice();
        break;
      case 4:
        bytes = concat([bytes.subarray(0, to), bytes.subarray(at)]).slice();
        break;
      default:
        bytes = concat([bytes.subarray(0, at), corpus[any(corpus.length)]!.subarray(at)]).slice();
    }
  }
  return bytes;
}
