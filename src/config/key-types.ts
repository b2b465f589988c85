import { isIP } from 'node:net';
import { z } from 'zod';
import { isAddressRule } from './address-rule.js';
import { DURATION_PATTERN, formatDuration, parseDuration } from './duration.js';
import { isHostName } from './host-name.js';
import { formatHostPort, parseHostPort, parseListenAddress } from './host-port.js';
import type { HostPort } from './host-port.js';
import { isServerAddress } from './server-address.js';
import { SIZE_PATTERN, formatSize, parseSize } from './size.js';

/** What is said of a key besides its description and default. */
interface KeyFacts {
  /** What a value is, with its bounds: `a duration from 0s to 1h`. */
  readonly noun: string;
  /** What to write instead of a value that is none. */
  readonly mend: string;
  /** Writes a parsed value as in a file. */
  readonly format: (value: never) => string;
  /** A change has no effect before the next start. */
  readonly needsRestart?: boolean;
}

/** The facts of each key, and of each item of a list, by its schema. */
export const keyFacts = z.registry<KeyFacts>();

interface Bounds<Value> {
  readonly default: Value;
  readonly min: Value;
  readonly max: Value;
  /** Whether -1 may be written for no limit, which is Infinity once parsed. */
  readonly unlimited?: boolean;
}

const asJson = (value: unknown): string => JSON.stringify(value);
const orMinusOne = (format: (value: number) => string) => (value: number) =>
  value === Infinity ? '-1' : format(value);
const orUnlimited = (unlimited: boolean | undefined): string => (unlimited ? ', or -1 for no limit' : '');

/** A mapping of keys. Everything in it has a default, so that it may be left out. */
export function section<Shape extends z.ZodRawShape>(description: string, shape: Shape) {
  const schema = z.strictObject(shape);
  return schema.prefault({} as z.input<typeof schema>).meta({ description });
}

/** @param needsRestart a change has no effect before the next start */
export function flag(value: boolean, description: string, needsRestart = false) {
  const facts = { noun: 'true or false', mend: 'write true or false', format: asJson, needsRestart };
  return z.boolean().prefault(value).meta({ description }).register(keyFacts, facts);
}

export function choice<const Values extends readonly [string, ...string[]]>(
  values: Values,
  value: Values[number],
  description: string,
) {
  const list = values.join(' | ');
  const facts = { noun: `one of ${list}`, mend: `write one of ${list}`, format: String };
  const schema = z.enum(values);
  return schema.prefault(value).meta({ description }).register(keyFacts, facts);
}

/** True, false, or `once` where neither says it. */
export function flagOrOnce(value: boolean | 'once', description: string) {
  const facts = { noun: 'true, false or once', mend: 'write true, false or once', format: String };
  return z
    .union([z.boolean(), z.literal('once')])
    .prefault(value)
    .meta({ description })
    .register(keyFacts, facts);
}

interface CountBounds extends Omit<Bounds<number>, 'max'> {
  readonly max?: number;
}

/** A whole number. */
export function count(bounds: CountBounds, description: string) {
  const { default: value, min, max, unlimited } = bounds;
  const range = max === undefined ? `of at least ${min}` : `from ${min} to ${max}`;
  return z
    .int()
    .min(unlimited ? -1 : min)
    .max(max ?? Number.MAX_SAFE_INTEGER)
    .refine((number) => number >= min || number === -1)
    .transform((number) => (number === -1 && unlimited ? Infinity : number))
    .prefault(value)
    .meta({ description })
    .register(keyFacts, {
      noun: `a whole number ${range}${orUnlimited(unlimited)}`,
      mend: `write a number such as ${value}`,
      format: orMinusOne(String),
    });
}

/** A duration; milliseconds once parsed. */
export function duration(bounds: Bounds<string>, description: string) {
  const noun = `a duration from ${bounds.min} to ${bounds.max}`;
  return quantity(bounds, parseDuration)
    .prefault(bounds.default)
    .meta({ description, type: ['string', 'integer'], pattern: DURATION_PATTERN, minimum: 0, maximum: 0 })
    .register(keyFacts, { noun, mend: 'write 500ms, 10s, 2m or 1h', format: formatDuration });
}

/** A size; bytes once parsed. */
export function size(bounds: Bounds<string | number>, description: string) {
  const noun = `a size in bytes from ${bounds.min} to ${bounds.max}${orUnlimited(bounds.unlimited)}`;
  return sizeLike(bounds, noun, 'write 4096, 64KiB or 10MB', description);
}

/** A rate; bytes per second once parsed. */
export function rate(bounds: Bounds<string | number>, description: string) {
  const noun = `a rate in bytes per second from ${bounds.min} to ${bounds.max}${orUnlimited(bounds.unlimited)}`;
  return sizeLike(bounds, noun, 'write bytes per second: 2500000, 64KiB or 10MB', description);
}

function sizeLike(bounds: Bounds<string | number>, noun: string, mend: string, description: string) {
  const limits = { minimum: bounds.unlimited ? -1 : parseSize(bounds.min), maximum: parseSize(bounds.max) };
  return quantity(bounds, parseSize)
    .prefault(bounds.default)
    .meta({ description, type: ['string', 'integer'], pattern: SIZE_PATTERN, ...limits })
    .register(keyFacts, { noun, mend, format: orMinusOne(formatSize) });
}

function quantity({ min, max, unlimited }: Bounds<string | number>, parse: (written: unknown) => number | undefined) {
  const [least, most] = [parse(min)!, parse(max)!];
  return z.unknown().transform((written, context): number => {
    if (unlimited && written === -1) return Infinity;
    const value = typeof written === 'string' || typeof written === 'number' ? parse(written) : undefined;
    if (value !== undefined && value >= least && value <= most) return value;
    context.addIssue({ code: 'custom', input: written });
    return z.NEVER;
  });
}

export function addressList(value: string[], description: string) {
  const item = z.string().refine(isAddressRule).register(keyFacts, {
    noun: 'an address rule',
    mend: 'write all, loopback, 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32',
    format: String,
  });
  return list(item, value, 'addresses', description);
}

export function hostNameList(value: string[], description: string) {
  const item = z
    .string()
    .refine((name) => isHostName(name) || isIP(name) !== 0)
    .register(keyFacts, {
      noun: 'a host name or an IP address',
      mend: 'write a name such as media.example.com',
      format: String,
    });
  return list(item, value, 'host names', description);
}

/** The address of another server, `rtmp://host[:port]`; empty for none. */
export function serverAddress(description: string) {
  return z
    .string()
    .refine((address) => address === '' || isServerAddress(address))
    .prefault('')
    .meta({ description })
    .register(keyFacts, {
      noun: 'the address of a server, or empty',
      mend: "write rtmp://media.example.com, rtmps://media.example.com:443 or ''",
      format: (address: string) => (address === '' ? "''" : address),
    });
}

/** A list of words out of `words`, without regard to their order. */
export function wordList<const Words extends readonly [string, ...string[]]>(
  words: Words,
  names: { readonly one: string; readonly many: string; readonly mend: string },
  description: string,
) {
  const { one, many, mend } = names;
  const item = z.enum(words).register(keyFacts, { noun: one, mend, format: String });
  return list(item, [], many, description);
}

function hostPortItem(parse: (written: string) => HostPort | undefined, examples: string) {
  return z
    .string()
    .transform((written, context): HostPort => {
      const parsed = parse(written);
      if (parsed !== undefined) return parsed;
      context.addIssue({ code: 'custom', input: written });
      return z.NEVER;
    })
    .register(keyFacts, {
      noun: 'an address with a port',
      mend: `write ${examples}`,
      format: formatHostPort,
    });
}

/** A {@link HostPort} to listen on. */
export function hostPort(value: string, description: string) {
  const written = hostPortItem(parseHostPort, '":1935", "127.0.0.1:1935" or "[::1]:1935"');
  return written
    .prefault(value)
    .meta({ description })
    .register(keyFacts, { ...keyFacts.get(written)!, needsRestart: true });
}

/** A list of {@link HostPort}s to listen on. */
export function hostPortList(value: string[], description: string) {
  const item = hostPortItem(parseListenAddress, '":1935", "127.0.0.1:1935", "[::1]:1935" or, for TLS only, ":-443"');
  const facts = { ...listFacts('addresses with ports'), needsRestart: true };
  return z
    .array(item)
    .min(1)
    .prefault(value)
    .meta({ description })
    .register(keyFacts, { ...facts, format: (ports: HostPort[]) => asJson(ports.map(formatHostPort)) });
}

/** One folder or a list of them; always a list once parsed. */
export function folderList(value: string, description: string) {
  const folder = z.string().min(1);
  return z
    .union([folder, z.array(folder).min(1)])
    .transform((written): string[] => (typeof written === 'string' ? [written] : written))
    .prefault(value)
    .meta({ description })
    .register(keyFacts, { noun: 'a folder or a list of folders', mend: 'write apps or [apps, more]', format: asJson });
}

/** A list of items that have facts of their own. */
export function list<Item extends z.ZodType>(item: Item, value: z.input<Item>[], noun: string, description: string) {
  return z
    .array(item)
    .prefault(() => value)
    .meta({ description })
    .register(keyFacts, listFacts(noun));
}

function listFacts(noun: string) {
  return { noun: `a list of ${noun}`, mend: 'write the items in brackets: [one, two]', format: asJson };
}
