import { AmfError } from './amf-error.js';
import type {
  ExternalizableCodec,
  ExternalizableCodecs,
  ExternalizableInput,
  ExternalizableOutput,
} from './externalizable-codec.js';
import type { AmfExternalizable } from './value.js';

/** One class of the inheritance chain: per flag byte the names of its fields, lowest bit first. */
type Level = readonly (readonly string[])[];

const abstractMessage: Level = [
  ['body', 'clientId', 'destination', 'headers', 'messageId', 'timestamp', 'timeToLive'],
  ['clientIdBytes', 'messageIdBytes'],
];
const asyncMessage: Level = [['correlationId', 'correlationIdBytes']];
const acknowledgeMessage: Level = [[]];
const commandMessage: Level = [['operation']];

const another = 0x80;
/** No known class uses more than two flag bytes; the rest is room for later ones. */
const maxFlagBytes = 8;
/** Bits below this one that a level has no name for carry one value each, to be skipped (BlazeDS, AbstractMessage). */
const firstReservedBit = 6;

function readFlags(input: ExternalizableInput): number[] {
  const flags: number[] = [];
  for (;;) {
    const byte = input.reader.u8();
    flags.push(byte);
    if ((byte & another) === 0) return flags;
    if (flags.length === maxFlagBytes) throw new AmfError('bad-count', `more than ${maxFlagBytes} flag bytes`);
  }
}

function readLevel(level: Level, value: AmfExternalizable, input: ExternalizableInput): void {
  readFlags(input).forEach((byte, i) => {
    const names = level[i] ?? [];
    const bits = Math.max(names.length, firstReservedBit);
    for (let bit = 0; bit < bits; bit++) {
      if (((byte >> bit) & 1) === 0) continue;
      const content = input.read();
      const name = names[bit];
      if (name !== undefined) value.fields.set(name, content);
    }
  });
}

function writeLevel(level: Level, value: AmfExternalizable, output: ExternalizableOutput): void {
  const present = level.map((names) => names.filter((name) => value.fields.has(name)));
  const last = Math.max(
    0,
    present.findLastIndex((names) => names.length > 0),
  );
  for (let i = 0; i <= last; i++) {
    let byte = i < last ? another : 0;
    for (const name of present[i]!) byte |= 1 << level[i]!.indexOf(name);
    output.writer.u8(byte);
  }
  for (const name of present.flat()) output.write(value.fields.get(name));
}

/** The "small messages" of flex.messaging: one run of flag bytes and fields per class, from the base class down. */
function smallMessage(...levels: readonly Level[]): ExternalizableCodec {
  return {
    read: (value, input) => {
      for (const level of levels) readLevel(level, value, input);
    },
    write: (value, output) => {
      for (const level of levels) writeLevel(level, value, output);
    },
  };
}

/** The collections of flex.messaging.io: the body is one value, the collection's source. */
const wrapper: ExternalizableCodec = {
  read: (value, input) => {
    value.body = input.read();
  },
  write: (value, output) => {
    output.write(value.body);
  },
};

/**
 * The externalizable classes of Flex and BlazeDS. The collections and ObjectProxy have a `body`; DSA, DSK and DSC
 * (AsyncMessageExt, AcknowledgeMessageExt, CommandMessageExt) have the `fields` of their messages, absent ones left out.
 */
export const flexExternalizables: ExternalizableCodecs = new Map([
  ['flex.messaging.io.ArrayCollection', wrapper],
  ['flex.messaging.io.ArrayList', wrapper],
  ['flex.messaging.io.ObjectProxy', wrapper],
  ['DSA', smallMessage(abstractMessage, asyncMessage)],
  ['DSK', smallMessage(abstractMessage, asyncMessage, acknowledgeMessage)],
  ['DSC', smallMessage(abstractMessage, asyncMessage, commandMessage)],
]);
