import type { LookupAddress, LookupAllOptions } from 'node:dns';
import { lookup } from 'node:dns';
import { BlockList, isIP, isIPv6 } from 'node:net';
import type { LookupFunction } from 'node:net';
import { HttpRequestError } from './http-request-error.js';
import { isLoopback, plainAddress } from './plain-address.js';

/** Finds the addresses of a host; `dns.lookup` with `all`, or what a test puts in its place. */
export type Resolver = (
  host: string,
  options: LookupAllOptions,
  found: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

/**
 * Who wrote where requests go. What an operator wrote as an address, or as `localhost`, means what it says; what a
 * script asks for may come from anybody, and leads to private addresses only as far as they are allowed.
 */
export type AddressAuthor = 'operator' | 'script';

/** What address rules have words for. */
const WORDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['all', ['0.0.0.0/0', '::/0']],
  ['loopback', ['127.0.0.0/8', '::1/128']],
]);

/**
 * Nobody connects there, whoever wrote it: this network and this host, link-local addresses (the metadata services of
 * clouds are there), multicast and reserved ones, and IPv6 addresses in which an IPv4 address is hidden.
 */
const NEVER = networks([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '100.100.100.200/32',
  '192.0.0.192/32',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  'fe80::/10',
  'fec0::/10',
  'fd00:ec2::254/128',
  'fd20:ce::254/128',
  'ff00::/8',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2001::/32',
  '2002::/16',
]);

/** Addresses of this machine and of its own network. */
const PRIVATE = networks([
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '::/96',
  'fc00::/7',
]);

/**
 * To which addresses requests to a configured host go. A name may stand for another address tomorrow than today, and
 * who decides that need not be who wrote it: so names lead to private addresses only as far as `allow` says, while an
 * address that was written as such, or `localhost`, means what it says.
 */
export class OutgoingAddresses {
  readonly #allowed: BlockList;

  /**
   * @param allow private addresses and networks that names may stand for, or `all` or `loopback`
   * @param resolve who is asked for the addresses of a name
   * @param key of the configuration that `allow` comes from, for who is refused
   */
  constructor(
    allow: readonly string[],
    private readonly resolve: Resolver = lookup,
    private readonly author: AddressAuthor = 'operator',
    private readonly key = 'allow',
  ) {
    this.#allowed = networks(allow);
  }

  /** Why nothing goes to a host that is written as an address; undefined if something does, or it is a name. */
  refusesHost(host: string): string | undefined {
    const address = plainAddress(host.replace(/^\[|\]$/g, ''));
    if (isIP(address) === 0) return undefined;
    if (this.author === 'script') return this.refusesAddress(address, host);
    return contains(NEVER, address) ? `${address} is no address for requests` : undefined;
  }

  /** Why nothing goes to `address`, which a name stands for; undefined if something does. */
  refusesAddress(address: string, name: string): string | undefined {
    const plain = plainAddress(unmapped(address));
    if (contains(NEVER, plain))
      return `${name} is ${name === plain ? '' : `${plain}, which is `}no address for requests`;
    if (!contains(PRIVATE, plain) || contains(this.#allowed, plain)) return undefined;
    if (this.author === 'operator' && isLocalName(name) && isLoopback(plain)) return undefined;
    return `${name} is ${name === plain ? '' : `${plain}, `}a private address that is not in ${this.key}`;
  }

  /** For sockets: only addresses that may be connected to are found, so that what was checked is what is used. */
  readonly lookup: LookupFunction = (host, options, done) => {
    const { family } = options;
    const wanted = family === 'IPv4' ? 4 : family === 'IPv6' ? 6 : (family ?? 0);
    this.resolve(host, { all: true, family: wanted }, (error, addresses) => {
      if (error !== null) return done(error, []);
      const good = addresses.filter(({ address }) => this.refusesAddress(address, host) === undefined);
      const [first] = good;
      if (first !== undefined) return options.all ? done(null, good) : done(null, first.address, first.family);
      const [bad] = addresses;
      const why = bad === undefined ? `${host} has no address` : this.refusesAddress(bad.address, host)!;
      return done(new HttpRequestError('address', why), []);
    });
  };
}

function isLocalName(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost');
}

/** `::ffff:7f00:1` is 127.0.0.1. */
function unmapped(address: string): string {
  const match = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address);
  if (match === null) return address;
  const [high, low] = [Number.parseInt(match[1]!, 16), Number.parseInt(match[2]!, 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function contains(list: BlockList, address: string): boolean {
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

function networks(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries.flatMap((entry) => WORDS.get(entry) ?? [entry])) {
    const [address = '', prefix] = entry.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    list.addSubnet(address, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return list;
}
