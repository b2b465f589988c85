import type { HandshakeCrypto } from '../rtmp/handshake/handshake-crypto.js';
import { plainHandshake } from '../rtmp/handshake/plain-handshake.js';
import type { Clock, Timer } from '../time/clock.js';

/** The clock of browsers and of Node.js. */
export const platformClock: Clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  after(milliseconds, callback): Timer {
    const timer = setTimeout(callback, milliseconds) as unknown as number | { unref(): void };
    if (typeof timer === 'object') timer.unref();
    return { cancel: () => clearTimeout(timer as number) };
  },
  endOfTurn: (callback) => queueMicrotask(callback),
};

/** The plain handshake: digests and keys are for servers that check who made a player. */
export const platformCrypto: HandshakeCrypto = {
  randomBytes: (size) => crypto.getRandomValues(new Uint8Array(size)),
  hmacSha256: noSuchThing,
  diffieHellman: noSuchThing,
  handshakes: { client: plainHandshake, server: noSuchThing },
};

function noSuchThing(): never {
  throw new Error('the client of browsers knows the plain handshake only');
}
