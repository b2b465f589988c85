import { MessageType } from '../../src/rtmp/message.js';
import { amf0String, callWith, chunkHeader, nestedObjects, raw, repeat, u16, u24, u32 } from './hostile-bytes.js';
import type { RtmpTestClient } from './rtmp-test-client.js';

/** What somebody does to the server, and what must become of that connection. */
export interface HostileInput {
  readonly name: string;
  /** How far the connection gets in good order before. */
  readonly after: 'tcp' | 'handshake' | 'connect';
  readonly act: (client: RtmpTestClient) => void;
  /** `either`: bounded in cost, and the server may go on with it or end it. */
  readonly outcome: 'closed' | 'served' | 'either';
}

const { commandAmf0, commandAmf3, aggregate, setChunkSize, video } = MessageType;

const handshakes: readonly HostileInput[] = [0x00, 0x06, 0x16, 0xff].map((version) => ({
  name: `C0 is ${version}`,
  after: 'tcp',
  act: (client) => client.write(raw(version, new Uint8Array(1536).fill(version))),
  outcome: 'closed',
}));

const chunks: readonly HostileInput[] = [
  {
    name: 'HTTP instead of a handshake',
    after: 'tcp',
    act: (client) => client.write(raw('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')),
    outcome: 'closed',
  },
  {
    name: 'C1 with a version and no valid digest',
    after: 'tcp',
    act: (client) =>
      client.write(raw(3, u32(1), u32(0x80000702), new Uint8Array(1528).fill(0x5a), new Uint8Array(1536))),
    outcome: 'served',
  },
  {
    name: 'set chunk size 0',
    after: 'handshake',
    act: (client) => client.send(setChunkSize, u32(0)),
    outcome: 'closed',
  },
  {
    name: 'set chunk size 0x7fffffff',
    after: 'connect',
    act: (client) => client.write(raw(chunkHeader(2, 4, setChunkSize), u32(0x7fffffff))),
    outcome: 'served',
  },
  {
    name: 'set chunk size 1, then megabytes in chunks of one byte',
    after: 'connect',
    act: (client) => {
      const [length, csid] = [3_000_000, 5];
      client.write(raw(chunkHeader(2, 4, setChunkSize), u32(1)));
      client.write(raw(chunkHeader(csid, length, video, 1), 0x17, repeat(raw(0xc0 | csid, 0x00), length - 1)));
    },
    outcome: 'either',
  },
  {
    name: '65,000 chunk streams, each with the beginning of 16 MB',
    after: 'connect',
    act: (client) => {
      for (let id = 64; id < 65_000; id += 1000) {
        const some = Array.from({ length: 1000 }, (_, i) =>
          raw(chunkHeader(id + i, 0xffffff, video), new Uint8Array(128)),
        );
        client.write(raw(...some));
      }
    },
    outcome: 'closed',
  },
  {
    name: 'messages of 16 MB before connect',
    after: 'handshake',
    act: (client) =>
      client.write(raw(chunkHeader(3, 0xffffff, commandAmf0), repeat(raw(new Uint8Array(128), 0xc3), 4000))),
    outcome: 'closed',
  },
  {
    name: 'a type 3 chunk on a chunk stream that never was',
    after: 'connect',
    act: (client) => client.write(raw(0xc0 | 9, new Uint8Array(64))),
    outcome: 'closed',
  },
  {
    name: 'a few messages of unknown types',
    after: 'connect',
    act: (client) => [0, 7, 10, 14, 21, 23, 255].forEach((type) => client.send(type, raw('?'))),
    outcome: 'served',
  },
  {
    name: 'messages of unknown types without end',
    after: 'connect',
    act: (client) => client.write(repeat(raw(chunkHeader(4, 1, 99), 0), 20_000)),
    outcome: 'closed',
  },
  {
    name: 'an aggregate whose parts are longer than it',
    after: 'connect',
    act: (client) => client.send(aggregate, raw(video, u24(0xffffff), new Uint8Array(7), 0x17), 1),
    outcome: 'closed',
  },
  {
    name: 'an aggregate within an aggregate',
    after: 'connect',
    act: (client) => {
      const inner = raw(aggregate, u24(4), new Uint8Array(7), 1, 2, 3, 4, u32(15));
      client.send(aggregate, raw(aggregate, u24(inner.length), new Uint8Array(7), inner, u32(inner.length + 11)), 1);
    },
    outcome: 'closed',
  },
];

const amf = (
  name: string,
  value: Uint8Array,
  outcome: HostileInput['outcome'],
  type: number = commandAmf0,
): HostileInput => ({
  name,
  after: 'connect',
  act: (client) => client.send(type, type === commandAmf3 ? raw(0x00, callWith, 0x11, value) : raw(callWith, value)),
  outcome,
});

const values: readonly HostileInput[] = [
  amf('objects 5,000 deep', nestedObjects(5_000), 'closed'),
  amf('objects 1,000,000 deep', nestedObjects(1_000_000), 'closed'),
  amf('arrays 1,000,000 deep', repeat(raw(0x0a, u32(1)), 1_000_000), 'closed'),
  amf('an array that announces 2^32 - 1 elements', raw(0x0a, u32(0xffffffff)), 'closed'),
  amf('5,000,000 nulls', raw(0x0a, u32(5_000_000), new Uint8Array(5_000_000).fill(0x05)), 'closed'),
  amf('a string that announces 4 GB', raw(0x0c, u32(0xffffffff), 'x'), 'closed'),
  amf('text that is not UTF-8', raw(0x02, u16(4), 0xff, 0xc0, 0xed, 0xa0), 'served'),
  amf('AMF3 inside AMF0', raw(0x11, 0x04, 0x01), 'served'),
  amf('objects of classes that mean something elsewhere', typedObjects(), 'served'),
  amf('a movie clip', raw(0x04), 'either'),
  amf('an AMF3 reference to nothing', raw(0x0a, 0x7e), 'closed', commandAmf3),
  amf('an AMF3 vector of 2^28 numbers', raw(0x0f, 0xff, 0xff, 0xff, 0xff, 0x00), 'closed', commandAmf3),
  amf('AMF3 traits with 2^24 members', raw(0x0a, 0xff, 0xff, 0xff, 0xf3, 0x01), 'closed', commandAmf3),
  amf('an AMF3 dictionary that announces 2^28 keys', raw(0x11, 0xff, 0xff, 0xff, 0xff, 0x00), 'closed', commandAmf3),
];

function typedObjects(): Uint8Array {
  const names = ['java.lang.Thread', '__proto__', 'constructor', 'Buffer'];
  const one = (name: string): Uint8Array => raw(0x10, u16(name.length), name, u16(9), '__proto__', 0x05, u16(0), 0x09);
  return raw(...names.map(one));
}

const commands: readonly HostileInput[] = [
  {
    name: 'connect with an object of 1 MB',
    after: 'handshake',
    act: (client) => {
      const member = raw(u16(4), 'abcd', amf0String('x'.repeat(94)));
      const object = raw(0x03, repeat(member, 10_000), u16(0), 0x09);
      client.send(commandAmf0, raw(amf0String('connect'), 0x00, new Uint8Array(8), object));
    },
    outcome: 'closed',
  },
  {
    name: 'connect with a number for an application',
    after: 'handshake',
    act: (client) => client.sendConnect('live', { app: 7 }),
    outcome: 'closed',
  },
  {
    name: 'connect to an application outside of its folder',
    after: 'handshake',
    act: (client) => client.sendConnect('../../etc'),
    outcome: 'closed',
  },
  {
    name: 'connect to an application of 30 KB',
    after: 'handshake',
    act: (client) => client.sendConnect('x'.repeat(30_000)),
    outcome: 'closed',
  },
  {
    name: 'publish before connect',
    after: 'handshake',
    act: (client) => client.command('publish', 0, ['x', 'live'], 1),
    outcome: 'closed',
  },
  {
    name: 'connect a second time',
    after: 'connect',
    act: (client) => client.sendConnect('live'),
    outcome: 'either',
  },
  {
    name: 'createStream 3,000 times',
    after: 'connect',
    act: (client) => {
      for (let i = 0; i < 3_000; i++) client.command('createStream', 10 + i);
    },
    outcome: 'either',
  },
  {
    name: '3,000 calls of methods that nobody has',
    after: 'connect',
    act: (client) => {
      for (let i = 0; i < 3_000; i++) client.command('constructor', 10 + i);
    },
    outcome: 'either',
  },
];

/** Inputs that end at once, one way or the other. */
export const hostileInputs: readonly HostileInput[] = [...handshakes, ...chunks, ...values, ...commands];
