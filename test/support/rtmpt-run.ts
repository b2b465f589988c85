import type { ByteStreamHandler } from '../../src/net/byte-stream.js';
import type { RtmptOptions } from '../../src/net/rtmpt-options.js';
import type { RtmptCommand, RtmptRequest } from '../../src/net/rtmpt-request.js';
import { RtmptSession } from '../../src/net/rtmpt-session.js';
import { ManualClock } from './manual-clock.js';

/** A request of which the test sees how it was answered. */
export class TestRequest implements RtmptRequest {
  readonly body: Uint8Array;
  /** The polling interval and the text of the answer; the status of a refusal. Undefined while it waits. */
  outcome: readonly [interval: number, text: string] | number | undefined;
  isGone = false;

  constructor(
    readonly command: RtmptCommand,
    readonly sequence: number,
    text = '',
  ) {
    this.body = Buffer.from(text);
  }

  answer(parts: readonly Uint8Array[]): void {
    this.#settle([parts[0]![0]!, Buffer.concat(parts.slice(1)).toString()]);
  }

  refuse(status: number): void {
    this.#settle(status);
  }

  #settle(outcome: NonNullable<TestRequest['outcome']>): void {
    if (this.outcome !== undefined) throw new Error('a request was answered twice');
    this.outcome = outcome;
  }
}

export const rtmptOptions: RtmptOptions = {
  idlePostInterval: 512,
  idleAckInterval: 500,
  idleTimeout: 60_000,
  reconnectTimeout: 10_000,
  writeBufferSize: 16,
  maxRequests: 4,
  sameAddress: true,
};

/** A session of RTMPT on a clock that stands still, and the log of what its stream delivers. */
export class RtmptRun implements ByteStreamHandler {
  readonly clock = new ManualClock();
  readonly session: RtmptSession;
  /** Texts as they were received, `drained`, and `closed` with its error. */
  readonly heard: string[] = [];
  /** How often it was said that the session is over. */
  over = 0;
  /** What to do with the next that is received. */
  onReceived: () => void = () => undefined;

  constructor(options: Partial<RtmptOptions> = {}) {
    const peer = { address: '192.0.2.1', port: 1, secure: false };
    this.session = new RtmptSession('id', peer, { ...rtmptOptions, ...options }, this.clock, () => this.over++);
    this.session.start(this);
  }

  send(sequence: number, text: string): TestRequest {
    return this.#request(new TestRequest('send', sequence, text));
  }

  idle(sequence: number): TestRequest {
    return this.#request(new TestRequest('idle', sequence));
  }

  close(sequence: number): TestRequest {
    return this.#request(new TestRequest('close', sequence));
  }

  /** The server writes. */
  write(...texts: string[]): void {
    this.session.write(texts.map((text) => Buffer.from(text)));
    this.clock.turn();
  }

  received(bytes: Uint8Array): void {
    this.heard.push(Buffer.from(bytes).toString());
    this.onReceived();
  }

  drained(): void {
    this.heard.push('drained');
  }

  closed(error?: Error): void {
    this.heard.push(error === undefined ? 'closed' : `closed: ${error.message}`);
  }

  #request(request: TestRequest): TestRequest {
    this.session.request(request);
    this.clock.turn();
    return request;
  }
}
