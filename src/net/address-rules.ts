import { BlockList, isIP, isIPv6 } from 'node:net';
import type { AddressRules } from '../application/address-rules.js';
import { isLoopback } from './plain-address.js';

/** What `allow`, `deny` and `order` say: addresses, networks (`10.0.0.0/8`), `loopback` or `all`. */
export interface AddressRuleOptions {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  /**
   * `allow,deny`: only who is in `allow` and not in `deny` may pass. `deny,allow`: who is in `deny` may
   * not, unless also in `allow`. As in FMS and Apache.
   */
  readonly order: 'allow,deny' | 'deny,allow';
}

/** Makes address rules; the entries were checked when the configuration was read. */
export function addressRules({ allow, deny, order }: AddressRuleOptions): AddressRules {
  const [allowed, denied] = [matcher(allow), matcher(deny)];
  const notAllowed = `allow: [${allow.join(', ')}]`;
  const isDenied = `deny: [${deny.join(', ')}]`;
  return {
    refuses(address) {
      if (order === 'deny,allow') return denied(address) && !allowed(address) ? isDenied : undefined;
      if (!allowed(address)) return notAllowed;
      return denied(address) ? isDenied : undefined;
    },
  };
}

function matcher(entries: readonly string[]): (address: string) => boolean {
  if (entries.includes('all')) return () => true;
  const list = new BlockList();
  for (const entry of entries) if (entry !== 'loopback') add(list, entry);
  const isListed = (address: string): boolean => {
    return isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  };
  // A BlockList makes objects for each question; the usual lists are answered without one.
  if (list.rules.length === 0) return entries.includes('loopback') ? isLoopback : () => false;
  return entries.includes('loopback') ? (address) => isLoopback(address) || isListed(address) : isListed;
}

function add(list: BlockList, entry: string): void {
  const [address = '', prefix] = entry.split('/');
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  if (prefix === undefined) list.addAddress(address, family);
  else list.addSubnet(address, Number(prefix), family);
}
