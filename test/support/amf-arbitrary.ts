import fc from 'fast-check';
import { AmfDate } from '../../src/amf/amf-date.js';
import { AmfUnsupported } from '../../src/amf/amf-unsupported.js';
import { AmfXml } from '../../src/amf/amf-xml.js';
import type { AmfContainer, AmfTraits, AmfValue } from '../../src/amf/value.js';
import { AmfArray, AmfDictionary, AmfExternalizable, AmfObject, AmfVector } from '../../src/amf/value.js';

/** A member of a container that is not made yet: a leaf, or the place of a container among all of them. */
type Member = { readonly leaf: AmfValue } | { readonly place: number };

/** A container without members, and how to give it some once all containers are there. */
interface Shell {
  readonly value: AmfContainer;
  readonly fill: (resolve: (member: Member) => AmfValue) => void;
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom(
    '',
    '__proto__',
    'constructor',
    'toString',
    'length',
    'hasOwnProperty',
    'é',
    '\0',
    '\ufeff',
    'x'.repeat(200),
  ),
);
const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(-0, 0x0fffffff, 0x10000000, -0x10000000, -0x10000001),
);
const simple = fc.oneof(text, number, fc.boolean(), fc.constantFrom(null, undefined));
const named = text.filter((name) => !/^\d+$/.test(name));

const leaves = {
  amf0: fc.oneof(
    { weight: 4, arbitrary: simple },
    fc.tuple(fc.double(), fc.integer({ min: -0x8000, max: 0x7fff })).map(([ms, zone]) => new AmfDate(ms, zone)),
    text.map((xml) => new AmfXml(xml)),
    fc.constant(AmfUnsupported.instance),
  ),
  amf3: fc.oneof(
    { weight: 4, arbitrary: simple },
    fc.double().map((ms) => new AmfDate(ms)),
    fc.tuple(text, fc.constantFrom('xml' as const, 'xmlDocument' as const)).map(([xml, kind]) => new AmfXml(xml, kind)),
    fc.uint8Array({ maxLength: 20 }),
    fc.tuple(fc.array(fc.integer()), fc.boolean()).map(([items, fixed]) => new AmfVector('int', items, fixed)),
    fc.tuple(fc.array(fc.nat(0xffffffff)), fc.boolean()).map(([items, fixed]) => new AmfVector('uint', items, fixed)),
    fc.tuple(fc.array(fc.double()), fc.boolean()).map(([items, fixed]) => new AmfVector('double', items, fixed)),
  ),
};

function pairs(
  name: fc.Arbitrary<string>,
  member: fc.Arbitrary<Member>,
  minLength = 0,
): fc.Arbitrary<[string, Member][]> {
  return fc.uniqueArray(fc.tuple(name, member), { selector: ([key]) => key, minLength, maxLength: 4 });
}

function fillMap(
  map: Map<string, AmfValue>,
  members: readonly [string, Member][],
  resolve: (member: Member) => AmfValue,
): void {
  for (const [name, member] of members) map.set(name, resolve(member));
}

function objectShell(className: string, traits: AmfTraits | undefined, members: readonly [string, Member][]): Shell {
  const value = new AmfObject(className, undefined, traits);
  return { value, fill: (resolve) => { fillMap(value.properties, members, resolve); } }; // prettier-ignore
}

function arrayShell(members: readonly Member[]): Shell {
  const value: AmfValue[] = [];
  return { value, fill: (resolve) => void value.push(...members.map(resolve)) };
}

function mixedArrayShell(dense: readonly Member[], members: readonly [string, Member][]): Shell {
  const value = new AmfArray();
  return {
    value,
    fill: (resolve) => {
      value.dense.push(...dense.map(resolve));
      fillMap(value.associative, members, resolve);
    },
  };
}

function amf0Shell(member: fc.Arbitrary<Member>, arrayName = named): fc.Arbitrary<Shell> {
  const members = fc.array(member, { maxLength: 4 });
  return fc.oneof(
    fc.tuple(text, pairs(text, member)).map(([className, props]) => objectShell(className, undefined, props)),
    members.map(arrayShell),
    fc.tuple(members, pairs(arrayName, member)).map(([dense, props]) => mixedArrayShell(dense, props)),
  );
}

function amf3Shell(member: fc.Arbitrary<Member>): fc.Arbitrary<Shell> {
  const members = fc.array(member, { maxLength: 4 });
  const dynamicName = text.filter((name) => name !== '');
  return fc.oneof(
    fc.tuple(text, pairs(dynamicName, member)).map(([className, props]) => objectShell(className, undefined, props)),
    fc
      .tuple(text, pairs(text, member), pairs(dynamicName, member), fc.boolean())
      .map(([className, sealed, added, dynamic]) => {
        const names = sealed.map(([name]) => name);
        const rest = dynamic ? added.filter(([name]) => !names.includes(name)) : [];
        return objectShell(className, { sealed: names, dynamic }, [...sealed, ...rest]);
      }),
    members.map(arrayShell),
    fc
      .tuple(
        members,
        pairs(
          named.filter((name) => name !== ''),
          member,
          1,
        ),
      )
      .map(([dense, props]) => mixedArrayShell(dense, props)),
    fc.tuple(members, text, fc.boolean()).map(([items, className, fixed]): Shell => {
      const value = new AmfVector('object', [], fixed, className);
      return { value, fill: (resolve) => void value.items.push(...items.map(resolve)) };
    }),
    fc.tuple(fc.array(fc.tuple(member, member), { maxLength: 4 }), fc.boolean()).map(([entries, weak]): Shell => {
      const value = new AmfDictionary([], weak);
      return {
        value,
        fill: (resolve) => {
          for (const [key, entry] of entries) value.entries.push([resolve(key), resolve(entry)]);
        },
      };
    }),
    member.map((body): Shell => {
      const value = new AmfExternalizable('flex.messaging.io.ObjectProxy');
      return { value, fill: (resolve) => void (value.body = resolve(body)) };
    }),
    fc
      .tuple(fc.subarray(['body', 'headers', 'timeToLive', 'clientIdBytes', 'correlationId', 'operation']), member)
      .map(([names, field]): Shell => {
        const value = new AmfExternalizable('DSC');
        return {
          value,
          fill: (resolve) => {
            for (const name of names) value.fields.set(name, resolve(field));
          },
        };
      }),
  );
}

/** Graphs: some containers, whose members are leaves or any of the containers, with sharing and cycles as it comes. */
function graph(
  leaf: fc.Arbitrary<AmfValue>,
  shell: (member: fc.Arbitrary<Member>) => fc.Arbitrary<Shell>,
): fc.Arbitrary<AmfValue[]> {
  const member = fc.oneof(fc.record({ leaf }), fc.record({ place: fc.nat(11) }));
  return fc
    .record({ shells: fc.array(shell(member), { maxLength: 12 }), top: fc.array(member, { maxLength: 4 }) })
    .map(({ shells, top }) => {
      const resolve = (wanted: Member): AmfValue =>
        'leaf' in wanted ? wanted.leaf : shells[wanted.place % shells.length]?.value;
      for (const { fill } of shells) fill(resolve);
      return top.map(resolve);
    });
}

/** Values that AMF0 has, as several values of one message. */
export const amf0Values = graph(leaves.amf0, amf0Shell);

/** Values that AMF3 has, as several values of one context. */
export const amf3Values = graph(leaves.amf3, amf3Shell);

/** Values of both, mixed, but for the two that do not survive in the other: unsupported, and an array's member named "". */
export const amfValues = graph(leaves.amf3, (member) =>
  fc.oneof(
    amf0Shell(
      member,
      named.filter((name) => name !== ''),
    ),
    amf3Shell(member),
  ),
);
