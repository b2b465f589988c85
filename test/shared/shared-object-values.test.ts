import { describe, expect, test } from 'vitest';
import { defaultAmfLimits } from '../../src/amf/amf-limits.js';
import type { AmfValue } from '../../src/amf/value.js';
import { ByteWriter } from '../../src/bytes/byte-writer.js';
import type { AmfEncoding } from '../../src/rtmp/message/amf-payload.js';
import { decodeSharedObject } from '../../src/rtmp/message/shared-object.js';
import type { RtmpMessage } from '../../src/rtmp/message.js';
import { CONNECTION_STREAM, MessageType } from '../../src/rtmp/message.js';
import { amfDifference } from '../support/amf-difference.js';
import { fromHex } from '../support/hex.js';
import { ObjectClient, ObjectRun } from '../support/shared-object-run.js';
import type { TaggedAmf } from '../support/tagged-amf.js';
import { taggedValues } from '../support/tagged-amf.js';
import { guidancePresent } from './guidance.js';
import { vectorList } from './rtmp-dumps.js';

interface Vector {
  readonly name: string;
  readonly hex: string;
  readonly value?: TaggedAmf;
  readonly preseedStrings?: readonly string[];
}

const limits = { ...defaultAmfLimits, maxDepth: 256 };

/** No values of a property: null and undefined delete it, and each of these is several values, or part of a file. */
const isProperty = ({ value, preseedStrings }: Vector): boolean =>
  value !== undefined && !['null', 'undefined', 'sequence'].includes(value.t) && preseedStrings === undefined;

/** What needs code of an application to be read. */
const isKnown = ({ value }: Vector): boolean => !JSON.stringify(value).includes('"externalizable"');

/** What AMF3 cannot say, and what its clients hear instead. */
const notInAmf3 = new Map([
  ['rocketamf/amf0-empty-string-key-hash', 'an object: the empty name ends the named part of an array'],
  ['amf-codec/ecma-object', 'an object: the empty name ends the named part of an array'],
  ['own/unsupported-in-object', 'undefined'],
]);

/** A client asks that the property `p` of the object `o` be what these bytes say. */
function requestChange(encoding: AmfEncoding, value: Uint8Array): RtmpMessage {
  const writer = new ByteWriter(64 + value.length);
  if (encoding === 'amf3') writer.u8(0);
  writer.u16(1).bytes(Uint8Array.of(0x6f)).u32(0).u32(0).u32(0);
  writer.u8(3).u32(3 + value.length + (encoding === 'amf3' ? 1 : 0));
  writer.u16(1).bytes(Uint8Array.of(0x70));
  if (encoding === 'amf3') writer.u8(0x11);
  const type = encoding === 'amf3' ? MessageType.sharedObjectAmf3 : MessageType.sharedObjectAmf0;
  return { type, timestamp: 0, messageStreamId: CONNECTION_STREAM, payload: writer.bytes(value).finish() };
}

function valueIn(message: RtmpMessage): AmfValue {
  const [event] = decodeSharedObject(message, limits).events;
  return event !== undefined && 'properties' in event ? event.properties[0]?.[1] : undefined;
}

describe.skipIf(!guidancePresent).each([
  { file: 'amf0.json', encoding: 'amf0' },
  { file: 'amf3.json', encoding: 'amf3' },
] as const)('a property of the bytes in $file', ({ file, encoding }) => {
  const vectors = vectorList<Vector>(file).filter((vector) => isProperty(vector) && isKnown(vector));

  test.each(vectors)('$name: everybody hears that value, in AMF0 and AMF3', ({ name, hex, value }) => {
    const message = requestChange(encoding, fromHex(hex));
    const [expected] = taggedValues(value!);
    expect(amfDifference([valueIn(message)], [expected])).toBeUndefined();

    const run = new ObjectRun({ maxPropertySize: Infinity, maxSize: Infinity });
    const object = run.object();
    const [writer, reader] = [new ObjectClient().join(object), new ObjectClient().join(object)];
    run.clock.turn();
    void writer.request(object, ...decodeSharedObject(message, limits).events);
    run.clock.turn();
    expect(writer.heard().at(-1)).toBe('success p');
    for (const told of ['amf0', 'amf3'] as const) {
      const [shared] = reader.updates.at(-1)!.messages(told);
      const difference = amfDifference([valueIn(shared!.message)], [expected], 'content');
      if (told === 'amf3' && notInAmf3.has(name)) expect(difference).toBeDefined();
      else expect(difference).toBeUndefined();
    }
  });
});
