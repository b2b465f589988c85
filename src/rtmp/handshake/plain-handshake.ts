import { concat } from '../../bytes/concat.js';
import { RtmpError } from '../rtmp-error.js';
import { BLOCK_SIZE } from './block-layout.js';
import type { HandshakeCrypto } from './handshake-crypto.js';
import { RTMP_VERSION, VERSION_OFFSET, versionOf } from './handshake.js';
import type { HandshakeStep } from './handshake.js';

/** What a side calls itself that knows no digests. */
export const PLAIN_VERSION = [0, 0, 0, 0];

/** The client's side of the handshake of RTMP 1.0, section 5.2. */
export function plainHandshake(crypto: HandshakeCrypto): HandshakeStep {
  return greet(RTMP_VERSION, createBlock(PLAIN_VERSION, crypto), (s1) => {
    return { output: s1, done: { peer: { version: versionOf(s1), scheme: 'plain' } } };
  });
}

/** A C1 or S1 without a digest: time 0, `version`, random bytes. */
export function createBlock(version: readonly number[], crypto: HandshakeCrypto): Uint8Array {
  const block = new Uint8Array(BLOCK_SIZE);
  block.set(version, VERSION_OFFSET);
  block.set(crypto.randomBytes(BLOCK_SIZE - 8), 8);
  return block;
}

interface Answer {
  readonly output: Uint8Array;
  readonly done: Omit<Extract<HandshakeStep, { state: 'done' }>, 'state' | 'output'>;
}

/** C0 and C1; C2 as soon as S1 is known; S2 is awaited but not checked. */
export function greet(c0: number, c1: Uint8Array, answerS1: (s1: Uint8Array) => Answer): HandshakeStep {
  const takeS1 = (s1: Uint8Array): HandshakeStep => {
    const { output, done } = answerS1(s1);
    return { state: 'waiting', output, expects: BLOCK_SIZE, next: () => ({ state: 'done', ...done }) };
  };
  return {
    state: 'waiting',
    output: concat([Uint8Array.of(c0), c1]),
    expects: 1,
    next: ([s0]) => {
      if (s0 !== c0) throw new RtmpError('unsupported-version', `S0 is ${s0}`);
      return { state: 'waiting', expects: BLOCK_SIZE, next: takeS1 };
    },
  };
}
