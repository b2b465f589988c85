import { printable } from './safe-name.js';

/** An address of a client as it may be shown: without its query, user and password, which may be secrets. */
export function shownAddress(address: string): string {
  return printable(address.replace(/[?#].*$/s, '').replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1'), 1000);
}
