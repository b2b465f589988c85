import type { Rc4 } from './rc4.js';

/** The two directions of an encrypted connection; each goes on where it was. */
export interface Ciphers {
  readonly incoming: Rc4;
  readonly outgoing: Rc4;
}
