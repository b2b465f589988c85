import { AmfDate } from '../../amf/amf-date.js';
import type { AmfValue } from '../../amf/value.js';
import { AmfArray, AmfObject } from '../../amf/value.js';

/** What the administration API of FMS answers with, before it is XML or AMF. */
export type FmsValue = null | boolean | number | string | Date | FmsList | FmsObject | readonly FmsValue[];

export interface FmsObject {
  readonly [name: string]: FmsValue | undefined;
}

/** A list that has something to say of itself besides, as ActionScript can. */
export class FmsList {
  constructor(
    readonly named: FmsObject,
    readonly items: readonly FmsValue[],
  ) {}
}

/** The names and values of an object, or of a list by number. */
export function fmsMembers(value: FmsObject | FmsList | readonly FmsValue[]): (readonly [string | number, FmsValue])[] {
  if (value instanceof FmsList) return [...fmsMembers(value.named), ...fmsMembers(value.items)];
  if (isList(value)) return value.map((item, index) => [index, item] as const);
  return Object.entries(value).flatMap(([name, member]) => (member === undefined ? [] : [[name, member] as const]));
}

/** The value as ActionScript gets it over RTMP. */
export function fmsToAmf(value: FmsValue): AmfValue {
  if (value instanceof Date) return new AmfDate(value.getTime());
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof FmsList) {
    const named = fmsMembers(value.named).map(([name, member]) => [String(name), fmsToAmf(member)] as const);
    return new AmfArray(value.items.map(fmsToAmf), named);
  }
  if (isList(value)) return value.map(fmsToAmf);
  return new AmfObject(
    '',
    fmsMembers(value).map(([name, member]) => [String(name), fmsToAmf(member)] as const),
  );
}

function isList(value: FmsObject | readonly FmsValue[]): value is readonly FmsValue[] {
  return Array.isArray(value);
}
