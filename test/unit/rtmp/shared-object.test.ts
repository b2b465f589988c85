import { describe, expect, test } from 'vitest';
import { AmfObject } from '../../../src/amf/value.js';
import { decodeSharedObject, encodeSharedObject } from '../../../src/rtmp/message/shared-object.js';
import type { SharedObjectMessage } from '../../../src/rtmp/message/shared-object.js';
import { messageStreamId, MessageType } from '../../../src/rtmp/message.js';
import { RtmpError } from '../../../src/rtmp/rtmp-error.js';
import { fromHex, toHex } from '../../support/hex.js';

/** Written by hand from RTMP 1.0, section 7.1.3, and the layouts of the events that Red5 reads and writes. */
interface Case {
  readonly name: string;
  readonly bytes: string;
  readonly message: SharedObjectMessage;
}

const chat = { name: 'chat', version: 0, persistent: false, encoding: 'amf0' } as const;
/** Name, version 0, flags 0, and four bytes more. */
const CHAT = '0004 63686174 00000000 00000000 00000000';

const cases: readonly Case[] = [
  { name: 'use', bytes: `${CHAT} 01 00000000`, message: { ...chat, events: [{ event: 'use' }] } },
  { name: 'release', bytes: `${CHAT} 02 00000000`, message: { ...chat, events: [{ event: 'release' }] } },
  {
    name: 'request change of a string',
    bytes: `${CHAT} 03 00000008 0001 78 02 0002 6869`,
    message: { ...chat, events: [{ event: 'requestChange', properties: [['x', 'hi']] }] },
  },
  {
    name: 'several properties in one change',
    bytes: `${CHAT} 04 0000000a 0001 61 0101 0001 62 0100`,
    message: {
      ...chat,
      events: [
        {
          event: 'change',
          properties: [
            ['a', true],
            ['b', false],
          ],
        },
      ],
    },
  },
  {
    name: 'success',
    bytes: `${CHAT} 05 00000003 0001 78`,
    message: { ...chat, events: [{ event: 'success', names: ['x'] }] },
  },
  {
    name: 'send message: the handler has a marker, unlike other names',
    bytes: `${CHAT} 06 00000010 02 0004 73686f77 00 3ff0000000000000`,
    message: { ...chat, events: [{ event: 'sendMessage', handler: 'show', args: [1] }] },
  },
  {
    name: 'status',
    bytes: `${CHAT} 07 00000022 0019 5368617265644f626a6563742e4e6f52656164416363657373 0005 6572726f72`,
    message: { ...chat, events: [{ event: 'status', code: 'SharedObject.NoReadAccess', level: 'error' }] },
  },
  { name: 'clear', bytes: `${CHAT} 08 00000000`, message: { ...chat, events: [{ event: 'clear' }] } },
  {
    name: 'remove',
    bytes: `${CHAT} 09 00000003 0001 78`,
    message: { ...chat, events: [{ event: 'remove', names: ['x'] }] },
  },
  {
    name: 'request remove',
    bytes: `${CHAT} 0a 00000003 0001 78`,
    message: { ...chat, events: [{ event: 'requestRemove', names: ['x'] }] },
  },
  { name: 'use success', bytes: `${CHAT} 0b 00000000`, message: { ...chat, events: [{ event: 'useSuccess' }] } },
  {
    name: 'a persistent object in a folder with a version, in AMF3: a format byte, values behind the switch',
    bytes: '00 0003 612f62 00000102 00000002 00000000 03 0000000c 0001 78 11 0a0b01 03 6b 04 07 01',
    message: {
      name: 'a/b',
      version: 0x102,
      persistent: true,
      encoding: 'amf3',
      events: [{ event: 'requestChange', properties: [['x', AmfObject.of({ k: 7 })]] }],
    },
  },
  {
    name: 'simple values in AMF3 need no switch',
    bytes: '00 0001 6f 00000000 00000000 00000000 04 00000005 0001 78 0101',
    message: {
      name: 'o',
      version: 0,
      persistent: false,
      encoding: 'amf3',
      events: [{ event: 'change', properties: [['x', true]] }],
    },
  },
  {
    name: 'several events, as the answer to use',
    bytes: `${CHAT} 0b 00000000 08 00000000 04 00000005 0001 61 0101 04 00000004 0001 62 05`,
    message: {
      ...chat,
      events: [
        { event: 'useSuccess' },
        { event: 'clear' },
        { event: 'change', properties: [['a', true]] },
        { event: 'change', properties: [['b', null]] },
      ],
    },
  },
];

function message(bytes: string, encoding: 'amf0' | 'amf3' = 'amf0') {
  const type = encoding === 'amf3' ? MessageType.sharedObjectAmf3 : MessageType.sharedObjectAmf0;
  return { type, timestamp: 0, messageStreamId: messageStreamId(0), payload: fromHex(bytes) };
}

describe.each(cases)('$name', ({ bytes, message: expected }) => {
  test('is read', () => {
    expect(decodeSharedObject(message(bytes, expected.encoding))).toEqual(expected);
  });

  test('is written', () => {
    const written = encodeSharedObject(expected);
    expect(toHex(written.payload)).toBe(toHex(fromHex(bytes)));
    expect(written).toMatchObject({ ...message(bytes, expected.encoding), payload: written.payload });
  });

  test('is refused when it ends before it is over', () => {
    const whole = fromHex(bytes);
    for (let end = 0; end < whole.length; end++) {
      const cut = { ...message('', expected.encoding), payload: whole.subarray(0, end) };
      let events: number | undefined;
      try {
        events = decodeSharedObject(cut).events.length;
      } catch (error) {
        expect(error).toBeInstanceOf(RtmpError);
      }
      // Only where an event ends is a shorter message one, too.
      if (events !== undefined) expect(events).toBeLessThan(expected.events.length);
    }
  });
});

test('events of unknown types are skipped by their length', () => {
  const { events } = decodeSharedObject(message(`${CHAT} 0c 00000003 ffffff 00 00000000 08 00000000 ff 00000001 00`));
  expect(events).toEqual([{ event: 'clear' }]);
});

test('what stands behind the fields of an event is ignored', () => {
  const { events } = decodeSharedObject(message(`${CHAT} 01 00000002 ffff 07 00000005 0001 61 0000 08 00000000`));
  expect(events).toEqual([{ event: 'use' }, { event: 'status', code: 'a', level: '' }, { event: 'clear' }]);
});

test('each property has reference tables of its own', () => {
  const object = '03 0001 6b 0101 000009';
  const change = (name: string) => `04 0000000c 0001 ${name} ${object}`;
  const { events } = decodeSharedObject(message(`${CHAT} ${change('61')} ${change('62')}`));
  expect(events).toHaveLength(2);
  expect(() => decodeSharedObject(message(`${CHAT} ${change('61')} 04 00000006 0001 62 07 0000`))).toThrow(
    /object 0 was not seen before/,
  );
});

test.each([
  ['an event longer than the message', `${CHAT} 01 00000001`],
  ['a length of four gigabytes', `${CHAT} 03 ffffffff 00`],
  ['a name longer than its event', `${CHAT} 05 00000003 0002 78`],
  ['a property without a value', `${CHAT} 03 00000003 0001 78`],
  ['a value of no type', `${CHAT} 03 00000004 0001 78 66`],
  ['a sent message without a handler', `${CHAT} 06 00000000`],
  ['a sent message whose handler is a number', `${CHAT} 06 00000009 00 3ff0000000000000`],
  ['a header that ends early', '0004 63686174 00000000 00000000 0000'],
  ['nothing', ''],
])('%s is a violation', (_, bytes) => {
  expect(() => decodeSharedObject(message(bytes))).toThrow(expect.objectContaining({ code: 'invalid-message' }));
});

test('more events than any client has reason to send are a violation', () => {
  const events = '0800000000'.repeat(16_384);
  expect(decodeSharedObject(message(`${CHAT} ${events}`)).events).toHaveLength(16_384);
  expect(() => decodeSharedObject(message(`${CHAT} ${events} 0800000000`))).toThrow(RtmpError);
});

test('a name that is too long for its length is refused, not cut', () => {
  const events = [{ event: 'remove', names: ['x'.repeat(65_536)] }] as const;
  expect(() => encodeSharedObject({ ...chat, events })).toThrow(expect.objectContaining({ code: 'unencodable' }));
});
