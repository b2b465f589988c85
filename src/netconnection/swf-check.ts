import type { SwfAnswer, SwfVerification } from '../application/swf-verification.js';
import { isExempt } from '../application/swf-verification.js';
import type { Refusal } from '../application/refusal.js';
import { printable } from '../application/safe-name.js';
import { encodeUserControl } from '../rtmp/message/user-control.js';
import type { RtmpMessage } from '../rtmp/message.js';
import { MessageType } from '../rtmp/message.js';
import type { Timer } from '../time/clock.js';
import type { Connection } from './connection.js';
import type { MessageTransport } from './message-transport.js';

/** What may wait until a client was verified. */
const MAX_HELD_MESSAGES = 64;
const MAX_HELD_BYTES = 64 * 1024;

/** Version, size twice and signature. */
const ANSWER_SIZE = 42;
const REJECTED = 'The SWF could not be verified.';

/** Why a client cannot be verified at all. */
export function unverifiable(
  terms: SwfVerification | undefined,
  agent: string,
  { handshake }: MessageTransport,
): Refusal | undefined {
  if (terms === undefined || isExempt(terms, agent) || handshake?.verificationKey !== undefined) return undefined;
  const rule = 'swfVerification: the handshake was without a digest, so there is nothing to verify the SWF with';
  return { rule, reason: 'denied', description: REJECTED };
}

/** Asks a client for the hash of its SWF, and disconnects it if it has none that is known. Undefined where nobody asks. */
export function beginSwfCheck(connection: Connection): SwfCheck | undefined {
  const { instance, client, transport } = connection;
  const { swfVerification: terms } = instance;
  const key = transport.handshake?.verificationKey;
  if (terms === undefined || key === undefined || isExempt(terms, client.facts.agent)) return undefined;
  return new SwfCheck(connection, terms, key);
}

/** The verification of the SWF of one client (user control 26 and 27 of Flash Media Server). */
export class SwfCheck {
  readonly #timer: Timer;
  #state: 'asked' | 'answered' | 'over' = 'asked';
  #held: RtmpMessage[] = [];
  #heldBytes = 0;

  constructor(
    private readonly connection: Connection,
    private readonly terms: SwfVerification,
    private readonly key: Uint8Array,
  ) {
    const { transport, environment } = connection;
    transport.send(encodeUserControl({ event: 'swfVerifyRequest', data: new Uint8Array(0) }));
    this.#timer = environment.clock.after(terms.firstHashTimeout, () =>
      this.#refuse('swfVerification.firstHashTimeout: no answer in time'),
    );
  }

  /** Whether `message` waits until the client was verified, or for ever. */
  holds(message: RtmpMessage): boolean {
    if (this.#state === 'over' || !this.terms.connectionBlocking) return false;
    if (message.type === MessageType.userControl) return false;
    this.#heldBytes += message.payload.length;
    if (this.#held.length >= MAX_HELD_MESSAGES || this.#heldBytes > MAX_HELD_BYTES) {
      this.#refuse('swfVerification.connectionBlocking: the client says too much before it is verified');
    } else {
      this.#held.push(message);
    }
    return true;
  }

  /** The first answer counts. What was held is given to `receive`, in order, if it is the right one. */
  async answered(data: Uint8Array, receive: (message: RtmpMessage) => void | Promise<void>): Promise<void> {
    if (this.#state !== 'asked') return;
    this.#state = 'answered';
    this.#timer.cancel();
    const answer = parseAnswer(data);
    if (answer === undefined) return this.#refuse('swfVerification: the answer cannot be understood');
    const { instance, logger } = this.connection;
    const swf = await this.terms.find(instance.name, answer, this.key);
    if (this.connection.isClosed) return;
    if (swf === undefined)
      return this.#refuse(`swfVerification: no SWF of ${answer.size} bytes with this hash is known`);
    logger.debug('SWF verified', { swf: printable(swf) });
    const held = this.#held;
    this.close();
    for (const message of held) await receive(message);
  }

  /** The connection is gone, or nothing is left to do. */
  close(): void {
    this.#state = 'over';
    this.#timer.cancel();
    this.#held = [];
  }

  #refuse(rule: string): void {
    this.connection.logger.warn('disconnected: its SWF was not verified', { rule });
    this.#timer.cancel();
    this.#held = [];
    this.connection.dismiss(REJECTED);
  }
}

function parseAnswer(data: Uint8Array): SwfAnswer | undefined {
  if (data.length < ANSWER_SIZE || data[0] !== 1) return undefined;
  const size = new DataView(data.buffer, data.byteOffset).getUint32(2);
  return { size, signature: data.slice(10, ANSWER_SIZE) };
}
