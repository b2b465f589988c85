import { describe, expect, it } from 'vitest';
import { AmfDate } from '../../../src/amf/amf-date.js';
import { AmfXml } from '../../../src/amf/amf-xml.js';
import type { AmfValue } from '../../../src/amf/value.js';
import { AmfArray, AmfDictionary, AmfObject, AmfVector } from '../../../src/amf/value.js';
import { concat } from '../../../src/bytes/concat.js';
import { looksLikeSol, readSol } from '../../../src/sharedobject/read-sol.js';
import { SolError } from '../../../src/sharedobject/sol-error.js';
import { amfDifference } from '../../support/amf-difference.js';
import { hex } from '../../support/hex.js';
import { seededInteger, seededRandom } from '../../support/seeded-random.js';

interface SolCase {
  readonly name: string;
  readonly encoding: 'amf0' | 'amf3';
  readonly bytes: Uint8Array;
  readonly properties: readonly (readonly [string, AmfValue])[];
}

const selfReferring = new AmfObject();
selfReferring.set('foo', selfReferring);

/** Files that Flash Player wrote, whole; they are among the tests of ruffle-rs/rust-flash-lso. */
const files: readonly SolCase[] = [
  {
    name: 'AS2-Array-Demo',
    encoding: 'amf0',
    bytes: hex(`00bf 00000057 5443534f 000400000000 000e 4153322d41727261792d44656d6f 00000000
      000a 6d79496e744172726179 08 00000003 0001 30 003ff0000000000000 0001 31 004000000000000000
      0001 32 004008000000000000 000009 00`),
    properties: [['myIntArray', new AmfArray([1, 2, 3])]],
  },
  {
    name: 'AS2-Date-Demo',
    encoding: 'amf0',
    bytes: hex(`00bf 00000031 5443534f 000400000000 000d 4153322d446174652d44656d6f 00000000
      0006 6d7944617465 0b 4274835e3a25e000 00f0 00`),
    properties: [['myDate', new AmfDate(1409653383774, 240)]],
  },
  {
    name: 'AS2-TypedObject-Demo',
    encoding: 'amf0',
    bytes: hex(`00bf 0000005d 5443534f 000400000000 0014 4153322d54797065644f626a6563742d44656d6f 00000000
      000d 6d7954797065644f626a656374 10 000f 415332536f6c54657374436c617373
      0003 666f6f 02 000c 6368616e6765642070726f70 000009 00`),
    properties: [['myTypedObject', AmfObject.of({ foo: 'changed prop' }, 'AS2SolTestClass')]],
  },
  {
    name: 'asdf',
    encoding: 'amf0',
    bytes: hex(`00bf 00000039 5443534f 000400000000 0004 61736466 00000000
      0008 6173646673616466 02 0005 48656c6c6f 00 0003 666f6f 03 0003 666f6f 07 0001 000009 00`),
    properties: [
      ['asdfsadf', 'Hello'],
      ['foo', selfReferring],
    ],
  },
  {
    name: 'soundData_level0',
    encoding: 'amf0',
    bytes: hex(`00bf 0000003b 5443534f 000400000000 0010 736f756e64446174615f6c6576656c30 00000000
      0006 766f6c756d65 004059000000000000 00 0004 6d757465 0100 00`),
    properties: [
      ['volume', 100],
      ['mute', false],
    ],
  },
  {
    name: 'AS3-Object-Demo',
    encoding: 'amf3',
    bytes: hex(`00bf 00000065 5443534f 000400000000 000f 4153332d4f626a6563742d44656d6f 00000003
      11 6d794f626a656374 0a 0b 01 05 7035 08 01 4274838ee07d7000 05 7033 05 400921fb54442d18 05 7034
      0a 01 09 70726f70 06 07 76616c 01 05 7031 04 05 05 7032 06 0b 68616c6c6f 01 00`),
    properties: [
      [
        'myObject',
        new AmfObject('', [
          ['p5', new AmfDate(1409704396759)],
          ['p3', Math.PI],
          ['p4', AmfObject.of({ prop: 'val' })],
          ['p1', 5],
          ['p2', 'hallo'],
        ]),
      ],
    ],
  },
  {
    name: 'AS3-TypedObject-Demo',
    encoding: 'amf3',
    bytes: hex(`00bf 0000004f 5443534f 000400000000 0014 4153332d54797065644f626a6563742d44656d6f 00000003
      1b 6d7954797065644f626a656374 0a 13 27 636f6d2e415333536f6c54657374436c617373 07 666f6f 04 06 00`),
    properties: [
      ['myTypedObject', new AmfObject('com.AS3SolTestClass', [['foo', 6]], { sealed: ['foo'], dynamic: false })],
    ],
  },
  {
    name: 'AS3-VectorInt-Demo',
    encoding: 'amf3',
    bytes: hex(`00bf 00000047 5443534f 000400000000 0012 4153332d566563746f72496e742d44656d6f 00000003
      21 6d79566563746f72496e744669786564 0d 09 01 00000002 000007d0 7fffffff 80000000 00`),
    properties: [['myVectorIntFixed', new AmfVector('int', [2, 2000, 0x7fffffff, -0x80000000], true)]],
  },
  {
    name: 'AS3-XMLDoc-Demo',
    encoding: 'amf3',
    bytes: hex(`00bf 00000059 5443534f 000400000000 000f 4153332d584d4c446f632d44656d6f 00000003
      11 6d63584d4c446f63 07 5d
      3c73746172743e3c703e746573745f646f633c2f703e3c703e74657374325f646f633c2f703e3c2f73746172743e 00`),
    properties: [['mcXMLDoc', new AmfXml('<start><p>test_doc</p><p>test2_doc</p></start>')]],
  },
  {
    name: 'Minimalv2',
    encoding: 'amf3',
    bytes: hex(`00bf 00000050 5443534f 000400000000 0009 4d696e696d616c7632 00000003
      11 646963744974656d 11 05 00 06 07 4c6f6c 06 07 576174 06 09 68657270 06 09 44657270 00
      0f 76657273696f6e 04 01 00 0d 657869737473 03 00`),
    properties: [
      [
        'dictItem',
        new AmfDictionary([
          ['Lol', 'Wat'],
          ['herp', 'Derp'],
        ]),
      ],
      ['version', 1],
      ['exists', true],
    ],
  },
];

/** After OSFlash's description of the format. */
const container = (elements: string, version = '00000000'): Uint8Array => {
  const body = hex(`5443534f 000400000000 0001 61 ${version} ${elements}`);
  return concat([hex('00bf'), Uint8Array.of(0, 0, body.length >> 8, body.length), body]);
};

function codeOf(bytes: Uint8Array): string {
  try {
    readSol(bytes);
    return 'none';
  } catch (error) {
    if (error instanceof SolError) return error.code;
    throw error;
  }
}

describe.each(files.map((file) => [file.name, file] as const))('%s.sol of Flash Player', (name, file) => {
  const { encoding, bytes, properties } = file;

  it('is read', () => {
    const sol = readSol(bytes);
    expect([sol.name, sol.encoding]).toEqual([name, encoding]);
    expect([...sol.properties.keys()]).toEqual(properties.map(([key]) => key));
    for (const [key, value] of properties) expect(amfDifference(sol.properties.get(key), value)).toBeUndefined();
  });

  it('is known by its first bytes', () => {
    expect(looksLikeSol(bytes.subarray(0, 10))).toBe(true);
    expect(looksLikeSol(bytes.subarray(0, 9))).toBe(false);
  });

  it('is truncated wherever it is cut', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(codeOf(bytes.subarray(0, length))).toBe(length < 10 ? 'not-sol' : 'truncated');
    }
  });

  it('does no harm when it is damaged', () => {
    const random = seededRandom(20);
    for (let round = 0; round < 300; round++) {
      const damaged = Uint8Array.from(bytes);
      damaged[seededInteger(random, bytes.length)] = seededInteger(random, 256);
      expect(() => codeOf(damaged)).not.toThrow();
    }
  });
});

describe('a .sol file', () => {
  it.each([
    ['has no properties', '', 'none'],
    ['leaves out the zero behind the last value', '0001 62 05', 'none'],
    ['has something else there', '0001 62 05 01', 'bad-value'],
    ['has a value of no type', '0001 62 20 00', 'bad-value'],
    ['refers to what is not there', '0001 62 07 0009 00', 'bad-value'],
    ['announces more items than there are bytes', '0001 62 0a ffffffff 00', 'bad-value'],
    ['nests too deep', `0001 62 ${'0a00000001'.repeat(300)}`, 'bad-value'],
  ])('that %s', (_, elements, code) => {
    expect(codeOf(container(elements))).toBe(code);
  });

  it('may refer to itself as a whole', () => {
    const { properties } = readSol(container('0004 73656c66 07 0000 00'));
    expect((properties.get('self') as AmfObject).properties).toBe(properties);
  });

  it('of which more follows than it announces is read as far as it announces', () => {
    expect(codeOf(concat([container('0001 62 05 00'), hex('ffffff')]))).toBe('none');
  });

  it('says "__proto__" like any other name', () => {
    const { properties } = readSol(container('0009 5f5f70726f746f5f5f 02 0001 78 00'));
    expect([...properties]).toEqual([['__proto__', 'x']]);
  });

  it.each(['00000001', '00000007', '03000000'])('of the AMF version %s is refused', (version) => {
    expect(codeOf(container('', version))).toBe('unknown-version');
  });

  it.each([
    ['begins with another marker', 'bf00 00000004 5443534f'],
    ['has another signature', '00bf 00000004 5443534e'],
    ['is empty', ''],
  ])('that %s is none', (_, bytes) => {
    expect(codeOf(hex(bytes))).toBe('not-sol');
  });
});
