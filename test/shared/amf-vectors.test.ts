import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AmfError } from '../../src/amf/amf-error.js';
import { defaultAmfLimits } from '../../src/amf/amf-limits.js';
import { Amf0Decoder, decodeAmf0 } from '../../src/amf/amf0-decoder.js';
import { encodeAmf0 } from '../../src/amf/amf0-encoder.js';
import { Amf3Decoder } from '../../src/amf/amf3-decoder.js';
import { Amf3Encoder } from '../../src/amf/amf3-encoder.js';
import type { ExternalizableCodec } from '../../src/amf/externalizable-codec.js';
import type { AmfValue } from '../../src/amf/value.js';
import { AmfObject } from '../../src/amf/value.js';
import { decodeRemotingPacket, encodeRemotingReply, encodeRemotingRequest } from '../../src/amf/remoting-packet.js';
import { ByteReader } from '../../src/bytes/byte-reader.js';
import { concat } from '../../src/bytes/concat.js';
import { amfDifference } from '../support/amf-difference.js';
import { amfErrorCode } from '../support/amf-error-code.js';
import { fromHex, toHex } from '../support/hex.js';
import type { TaggedAmf } from '../support/tagged-amf.js';
import { taggedValues } from '../support/tagged-amf.js';
import { guidancePresent, VECTORS } from './guidance.js';

interface Vector {
  readonly name: string;
  readonly hex: string;
  readonly value?: TaggedAmf;
  readonly error?: string;
  readonly preseedStrings?: readonly string[];
}

function load(file: string): Vector[] {
  return guidancePresent ? (JSON.parse(readFileSync(`${VECTORS}/${file}`, 'utf8')) as Vector[]) : [];
}

/** Some vectors are deeper than the default limit allows. */
const limits = { ...defaultAmfLimits, maxDepth: 256 };

/** Bytes that are not what we write for the value they hold, and why. */
const notCanonical = new Map([
  // The count of an ECMA array is a hint; we write the array's length.
  ['pyamf/test_amf0.Decoder.test_numerical_keys_mixed_array#44', 'count 0, length 11'],
  ['amf-codec/ecma-array', 'count 0, length 3'],
  ['flashplayer-sol/AS2-ECMAArray-Demo/holeyArray', 'a length of 15 without members'],
  ['rtmfp-cpp/testamf-sequence', 'count 3 of members that are no items'],
  ['own/ecma-count-too-small', 'count'],
  ['own/ecma-count-too-big', 'count'],
  ['own/ecma-length-key', 'count'],
  // What AMF0 has is written as AMF0, even if it came behind the AMF3 switch.
  ['pyamf/test_amf0.Encoder.test_amf3#52', 'an object'],
  ['pyamf/test_amf0.Encoder.test_force_amf3#65', 'a typed object'],
  ['pyamf/test_amf0.Encoder.test_use_amf3#73', 'an object'],
  ['own/avmplus-int', 'a number'],
  ['own/avmplus-then-amf0', 'a number'],
  ['own/avmplus-two-values-string-ref', 'strings'],
  ['own/avmplus-inside-object', 'an array'],
  // Longer or older spellings.
  ['own/bool-nonzero', 'true is 1'],
  ['own/long-string-short', 'fits a short string'],
  ['own/empty-long-string', 'fits a short string'],
  ['own/empty-typed-object-noname', 'is an anonymous object'],
  ['own/duplicate-key', 'the last one wins'],
  ['own/int-overlong-zero', 'fits one byte'],
  ['own/int-overlong-4', 'fits one byte'],
  ['own/double-int-valued', 'is an integer'],
  ['pyamf/test_amf3.Decoder.test_number#76', 'is an integer'],
  ['pyamf-flex/DSK@95', 'DSMessagingVersion is an integer'],
  ['pyamf-flex/DSK@141', 'DSMessagingVersion is an integer'],
  ['flashplayer-sol/oppDetailPrefs/oppDetailPrefs', 'a bit above the externalizable flag that means nothing'],
]);

const externalizables = new Map<string, ExternalizableCodec>([
  [
    'ExternalizableTest',
    {
      read: (value, { reader }) => {
        value.fields.set('one', reader.f64()).set('two', reader.f64());
      },
      write: (value, { writer }) => {
        writer.f64(Number(value.fields.get('one'))).f64(Number(value.fields.get('two')));
      },
    },
  ],
  [
    'X',
    {
      read: (value, { reader }) => {
        value.body = reader.copy(1);
      },
      write: (value, { writer }) => {
        writer.bytes(value.body as Uint8Array);
      },
    },
  ],
]);

/** Vectors marked bad-utf8 leave it to us; we replace what is not UTF-8. */
const replaced = new Map([
  ['bad/utf8-lone-continuation', '\ufffd'],
  ['bad/utf8-overlong', '\ufffd\ufffd'],
  ['bad/utf8-surrogate', '\ufffd\ufffd\ufffd'],
  ['bad/utf8', '\ufffd'],
]);

function readAmf0({ hex }: Vector): AmfValue[] {
  const decoder = new Amf0Decoder(new ByteReader(fromHex(hex)), { limits });
  return [decoder.read(), ...decoder.readAll()];
}

/** Bytes after which the string table holds `strings`. */
function seed(encoder: Amf3Encoder, strings: readonly string[]): Uint8Array {
  for (const text of strings) encoder.writeString(text);
  return encoder.finish();
}

function readAmf3({ hex, preseedStrings = [] }: Vector): AmfValue[] {
  const prefix = seed(new Amf3Encoder(), preseedStrings);
  const decoder = new Amf3Decoder(new ByteReader(concat([prefix, fromHex(hex)])), { limits, externalizables });
  for (const text of preseedStrings) expect(decoder.readString()).toBe(text);
  const values = [decoder.read()];
  while (!decoder.done) values.push(decoder.read());
  return values;
}

function writeAmf3(values: readonly AmfValue[], { preseedStrings = [] }: Vector): Uint8Array {
  const encoder = new Amf3Encoder(undefined, { externalizables });
  const prefix = seed(encoder, preseedStrings);
  for (const value of values) encoder.write(value);
  return encoder.finish().subarray(prefix.length);
}

/** Every NaN that is in the vectors in one form: which of the many is written is left to the JavaScript engine. */
function oneNaN(hex: string): string {
  return hex.replace(/[7f]ff800000000000[01]|7fffffffe0000000/g, '7ff8000000000000');
}

const encodings = [
  { file: 'amf0.json', read: readAmf0, write: (values: readonly AmfValue[]) => encodeAmf0(values) },
  { file: 'amf3.json', read: readAmf3, write: writeAmf3 },
];

describe.skipIf(!guidancePresent).each(encodings)('$file', ({ file, read, write }) => {
  const vectors = load(file);

  test.each(vectors.filter(({ value }) => value !== undefined))('$name is read', (vector) => {
    expect(amfDifference(read(vector), taggedValues(vector.value!))).toBeUndefined();
  });

  test.each(vectors.filter(({ name, value }) => value !== undefined && !notCanonical.has(name)))(
    '$name is written byte for byte',
    (vector) => {
      const bytes = oneNaN(vector.hex);
      expect(oneNaN(toHex(write(read(vector), vector)))).toBe(bytes);
      expect(oneNaN(toHex(write(taggedValues(vector.value!), vector)))).toBe(bytes);
    },
  );

  test.each(vectors.filter(({ name, value }) => value !== undefined && notCanonical.has(name)))(
    '$name is written another way, with the same content',
    (vector) => {
      const values = read(vector);
      const written = write(values, vector);
      expect(toHex(written)).not.toBe(vector.hex);
      expect(amfDifference(read({ ...vector, hex: toHex(written) }), values, 'content')).toBeUndefined();
    },
  );

  test.each(vectors.filter(({ error }) => error !== undefined))('$name: $error', (vector) => {
    const text = replaced.get(vector.name);
    if (text === undefined) expect(amfErrorCode(() => read(vector))).toBe(vector.error);
    else expect(read(vector)).toEqual([text]);
  });

  test.each(vectors.filter(({ value }) => value !== undefined))('$name cut short is refused', (vector) => {
    const { length } = fromHex(vector.hex);
    const values = vector.value!.t === 'sequence' ? vector.value!.items!.length : 1;
    for (let cut = 0; cut < length; cut += Math.ceil(length / 500)) {
      const outcome = valuesOrCode(() => read({ ...vector, hex: vector.hex.slice(0, 2 * cut) }));
      if (typeof outcome === 'number') expect(outcome).toBeLessThan(values);
      else expect(['truncated', 'bad-count']).toContain(outcome);
    }
  });
});

/** How many values `read` has, or the code of its AmfError. */
function valuesOrCode(read: () => AmfValue[]): number | string {
  try {
    return read().length;
  } catch (error) {
    if (error instanceof AmfError) return error.code;
    throw error;
  }
}

describe.skipIf(!guidancePresent)('AMF0 files of alxayo/rtmp-go', () => {
  test.each<[file: string, value: AmfValue]>([
    ['amf0_array_strict.bin', [1, 2, 3]],
    ['amf0_boolean_false.bin', false],
    ['amf0_boolean_true.bin', true],
    ['amf0_null.bin', null],
    ['amf0_number_0.bin', 0],
    ['amf0_number_1_5.bin', 1.5],
    ['amf0_object_nested.bin', AmfObject.of({ a: AmfObject.of({ b: 1 }) })],
    ['amf0_object_simple.bin', AmfObject.of({ key: 'value' })],
    ['amf0_string_empty.bin', ''],
    ['amf0_string_test.bin', 'test'],
  ])('%s', (file, value) => {
    const bytes = readFileSync(`${VECTORS}/rtmp-dumps/alxayo-golden/${file}`);
    expect(amfDifference(decodeAmf0(bytes), [value])).toBeUndefined();
    expect(toHex(encodeAmf0([value]))).toBe(toHex(bytes));
  });
});

describe.skipIf(!guidancePresent)('inputs that once crashed gortmplib', () => {
  const corpus = load('rtmp-dumps/gortmplib-fuzz/corpus.json') as (Vector & { package: string; path: string })[];

  test.each(corpus)('$path', ({ hex }) => {
    for (const lenientEnd of [false, true]) {
      expect(['number', 'string']).toContain(typeof valuesOrCode(() => decodeAmf0(fromHex(hex), { lenientEnd })));
    }
  });
});

interface RemotingPart {
  readonly value: TaggedAmf;
}

interface TaggedPacket {
  readonly version: number;
  readonly headers: readonly (RemotingPart & { readonly name: string })[];
  readonly messages: readonly (RemotingPart & { readonly target: string; readonly response: string })[];
}

describe.skipIf(!guidancePresent)('remoting packets', () => {
  const packets = load('remoting.json') as (Vector & { packet: TaggedPacket })[];
  const values = (parts: readonly { value: AmfValue }[]): AmfValue[] => parts.map(({ value }) => value);
  const expected = (parts: readonly RemotingPart[]): AmfValue[] => parts.map(({ value }) => taggedValues(value)[0]);

  test.each(packets)('$name', ({ hex, packet }) => {
    const bytes = fromHex(hex);
    const read = decodeRemotingPacket(bytes, { limits });
    expect(read.version).toBe(packet.version === 3 ? 3 : 0);
    expect(read.headers.map(({ name }) => name)).toEqual(packet.headers.map(({ name }) => name));
    const names = (message: { target: string; response: string }) => [message.target, message.response];
    expect(read.messages.map(names)).toEqual(packet.messages.map(names));
    expect(amfDifference(values(read.headers), expected(packet.headers))).toBeUndefined();
    expect(amfDifference(values(read.messages), expected(packet.messages))).toBeUndefined();
    for (const encode of [encodeRemotingRequest, encodeRemotingReply]) {
      const again = decodeRemotingPacket(encode(read), { limits });
      expect(again.messages.map(names)).toEqual(packet.messages.map(names));
      expect(amfDifference(values(again.messages), values(read.messages), 'content')).toBeUndefined();
    }
    for (let cut = 0; cut < bytes.length; cut += Math.ceil(bytes.length / 200)) {
      const code = amfErrorCode(() => decodeRemotingPacket(bytes.subarray(0, cut), { limits }));
      expect(['truncated', 'bad-count']).toContain(code);
    }
  });
});
