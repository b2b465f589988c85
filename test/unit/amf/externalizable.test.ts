import { describe, expect, test } from 'vitest';
import { decodeAmf3 } from '../../../src/amf/amf3-decoder.js';
import { encodeAmf3 } from '../../../src/amf/amf3-encoder.js';
import type { ExternalizableCodec } from '../../../src/amf/externalizable-codec.js';
import type { AmfValue } from '../../../src/amf/value.js';
import { AmfExternalizable, AmfObject } from '../../../src/amf/value.js';
import { amfDifference } from '../../support/amf-difference.js';
import { amfErrorCode } from '../../support/amf-error-code.js';
import { fromHex, toHex } from '../../support/hex.js';

function text(value: string): string {
  return (value.length * 2 + 1).toString(16).padStart(2, '0') + toHex(Buffer.from(value));
}

function message(className: string, fields: Record<string, AmfValue>): AmfExternalizable {
  return new AmfExternalizable(className, undefined, Object.entries(fields));
}

const id = Uint8Array.of(0xab);

describe('flex.messaging', () => {
  test.each<{ name: string; hex: string; value: AmfValue }>([
    ...['ArrayCollection', 'ArrayList', 'ObjectProxy'].map((name) => ({
      name,
      hex: `0a 07 ${text(`flex.messaging.io.${name}`)} 09 03 01 04 05`,
      value: new AmfExternalizable(`flex.messaging.io.${name}`, [5]),
    })),
    { name: 'DSA of nothing', hex: `0a 07 ${text('DSA')} 00 00`, value: message('DSA', {}) },
    { name: 'DSK of nothing', hex: `0a 07 ${text('DSK')} 00 00 00`, value: message('DSK', {}) },
    { name: 'DSC of nothing', hex: `0a 07 ${text('DSC')} 00 00 00`, value: message('DSC', {}) },
    {
      name: 'DSA of everything',
      hex: `0a 07 ${text('DSA')} ff 03 0401 0402 0403 0404 0405 0406 0407 0c 03 ab 0c 02 03 0408 0409`,
      value: message('DSA', {
        body: 1,
        clientId: 2,
        destination: 3,
        headers: 4,
        messageId: 5,
        timestamp: 6,
        timeToLive: 7,
        clientIdBytes: id,
        messageIdBytes: id,
        correlationId: 8,
        correlationIdBytes: 9,
      }),
    },
    {
      name: 'DSA of the second flag byte only',
      hex: `0a 07 ${text('DSA')} 80 02 0c 03 ab 00`,
      value: message('DSA', { messageIdBytes: id }),
    },
    {
      name: 'DSK with a body',
      hex: `0a 07 ${text('DSK')} 01 0a 0b 01 01 00 00`,
      value: message('DSK', { body: new AmfObject() }),
    },
    {
      name: 'DSC, a client ping',
      hex: `0a 07 ${text('DSC')} 00 01 01 01 0405`,
      value: message('DSC', { correlationId: null, operation: 5 }),
    },
  ])('$name', ({ hex, value }) => {
    expect(amfDifference(decodeAmf3(fromHex(hex)), value)).toBeUndefined();
    expect(toHex(encodeAmf3(value))).toBe(toHex(fromHex(hex)));
  });

  test('fields of a later version are skipped', () => {
    // Bit 5 of the second byte, a third byte with bit 0, and bits 2 and 5 of the next class.
    const hex = `0a 07 ${text('DSA')} 81 a1 01 0401 0402 0403 0404 25 0405 0406 0407`;
    const value = decodeAmf3(fromHex(hex));
    expect(amfDifference(value, message('DSA', { body: 1, clientIdBytes: 2, correlationId: 5 }))).toBeUndefined();
  });

  test('flag bytes without end', () => {
    expect(amfErrorCode(() => decodeAmf3(fromHex(`0a 07 ${text('DSA')}` + '80'.repeat(1000))))).toBe('bad-count');
  });
});

describe('classes of the caller', () => {
  const point: ExternalizableCodec = {
    read: (value, input) => {
      value.fields.set('x', input.reader.i32()).set('label', input.read());
    },
    write: (value, output) => {
      output.writer.u32(Number(value.fields.get('x')));
      output.write(value.fields.get('label'));
    },
  };
  const externalizables = new Map([
    ['Point', point],
    ['DSA', point],
  ]);

  test.each(['Point', 'DSA'])('%s', (className) => {
    const hex = `0a 07 ${text(className)} fffffffe 06 00`;
    const value = message(className, { x: -2, label: className });
    expect(amfDifference(decodeAmf3(fromHex(hex), { externalizables }), value)).toBeUndefined();
    expect(toHex(encodeAmf3(value, { externalizables }))).toBe(toHex(fromHex(hex)));
  });

  test('do not displace those of Flex', () => {
    const hex = `0a 07 ${text('DSK')} 00 00 00`;
    expect(amfDifference(decodeAmf3(fromHex(hex), { externalizables }), message('DSK', {}))).toBeUndefined();
  });

  test('that end too early are truncated', () => {
    const hex = `0a 07 ${text('Point')} ffff`;
    expect(amfErrorCode(() => decodeAmf3(fromHex(hex), { externalizables }))).toBe('truncated');
  });

  test('are declared once', () => {
    const values = [message('Point', { x: 1, label: 'a' }), message('Point', { x: 2, label: 'a' })];
    const hex = `09 05 01 0a 07 ${text('Point')} 00000001 06 03 61 0a 01 00000002 06 02`;
    expect(toHex(encodeAmf3(values, { externalizables }))).toBe(toHex(fromHex(hex)));
    expect(amfDifference(decodeAmf3(fromHex(hex), { externalizables }), values)).toBeUndefined();
  });
});

test('a class that nobody knows', () => {
  expect(amfErrorCode(() => decodeAmf3(fromHex(`0a 07 ${text('Who')} 01`)))).toBe('unknown-externalizable');
  expect(amfErrorCode(() => encodeAmf3(message('Who', {})))).toBe('unknown-externalizable');
});
