import { clientHandshake } from './client-handshake.js';
import type { Handshakes } from './handshake-crypto.js';
import { serverHandshake } from './server-handshake.js';

/** Both sides, plain, with digests and encrypted. */
export const allHandshakes: Handshakes = { client: clientHandshake, server: serverHandshake };
