import type { Logger } from '../log/logger.js';
import type { HttpPoster } from '../net/http-client.js';
import { HttpRequestError } from '../net/http-request-error.js';
import type { Clock, Timer } from '../time/clock.js';
import { CircuitBreaker } from './circuit-breaker.js';
import type { QueuedEvent } from './event-queue.js';
import { EventQueue } from './event-queue.js';
import { formBody } from './form-body.js';
import { jsonBody } from './json-body.js';
import { signature } from './signature.js';
import { Turns } from './turns.js';
import type { Verdict } from './webhook-answer.js';
import { readAnswer } from './webhook-answer.js';
import type { WebhookFacts } from './webhook-facts.js';
import type { WebhookLimits, WebhookOptions } from './webhook-options.js';
import { shownUrl } from './webhook-options.js';

export interface WebhookMeans {
  readonly http: HttpPoster;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: WebhookLimits;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** How an address has done since the start. */
export interface WebhookSnapshot {
  /** Without its query. */
  readonly url: string;
  /** Requests by how they were answered: 2xx and no refusal, a refusal, not at all. */
  readonly requests: { readonly ok: number; readonly refused: number; readonly failed: number };
  /** Seconds that they took together. */
  readonly seconds: number;
  /** Questions and events that wait. */
  readonly waiting: number;
  /** Events that nobody has been told of. */
  readonly lost: number;
}

/** Milliseconds between two log lines that say the same of an address. */
const LOG_INTERVAL = 10_000;

/**
 * The part of its time that an attempt must have had for its silence to say that nobody is there: a question may have
 * spent most of it waiting for its turn, when many are asked at once.
 */
const FAIR_CHANCE = 0.5;

const TYPES = { json: 'application/json', form: 'application/x-www-form-urlencoded' } as const;

/** One address: what it is asked and told, and whether it is alive. */
export class WebhookEndpoint {
  readonly shown: string;
  readonly #questions: Turns;
  readonly #events: EventQueue;
  readonly #breaker: CircuitBreaker;
  readonly #underWay = new Set<AbortController>();
  #isEnded = false;
  readonly #counts = { ok: 0, refused: 0, failed: 0, seconds: 0, lost: 0 };
  readonly #asking = new Set<Promise<Verdict>>();
  #revival: Timer | undefined;
  #lossLoggedAt = -Infinity;

  constructor(
    readonly options: WebhookOptions,
    private readonly means: WebhookMeans,
  ) {
    const { clock, random, limits, logger } = means;
    this.shown = shownUrl(options.url);
    this.#questions = new Turns(limits.concurrency, limits.maxQuestions);
    this.#breaker = new CircuitBreaker(clock, limits.deadAfter, limits.deadFor, {
      opened: () => logger.error('a webhook does not answer and is not asked for a while', { url: this.shown }),
      closed: () => {
        logger.info('a webhook answers again', { url: this.shown });
        this.#revive();
      },
    });
    this.#events = new EventQueue({
      clock,
      random,
      limits,
      retries: options.retries,
      send: (event) => this.#sendEvent(event),
      dropped: () => this.#lost('events for a webhook are dropped', {}),
      givenUp: ({ id, event }, { because }) =>
        this.#lost('an event for a webhook was not taken', { id, event, because }),
    });
  }

  get snapshot(): WebhookSnapshot {
    const { seconds, lost, ...requests } = this.#counts;
    return { url: this.shown, requests, seconds, waiting: this.#questions.waiting + this.#events.size, lost };
  }

  /** Asks, and answers within `timeout`, whatever happens. Never rejects. */
  async ask(facts: WebhookFacts): Promise<Verdict> {
    if (this.#breaker.isOpen || this.#isEnded) return unavailable;
    const asking = this.#ask(facts);
    this.#asking.add(asking);
    try {
      return await asking;
    } finally {
      this.#asking.delete(asking);
    }
  }

  async #ask(facts: WebhookFacts): Promise<Verdict> {
    const limit = this.#limit();
    try {
      if (!(await this.#questions.enter(limit.signal))) return noTurn;
      try {
        return await this.#askAgain(this.#eventOf(facts), limit.signal);
      } finally {
        this.#questions.leave();
      }
    } finally {
      limit.end();
    }
  }

  /** Tells, some time; nobody waits for it. */
  tell(facts: WebhookFacts): void {
    if (this.#isEnded) return;
    this.#events.add(this.#eventOf(facts));
  }

  /** Ends when everything has been said that is still to be said, or after `milliseconds`. */
  async retire(milliseconds: number): Promise<void> {
    const { clock, http } = this.means;
    const deadline = clock.after(milliseconds, () => this.#end());
    await Promise.all([this.#events.drained(), ...this.#asking]);
    deadline.cancel();
    this.#end();
    http.close();
  }

  /** The same, but nothing is sent more than once, or to who did not answer before. */
  async close(milliseconds: number): Promise<void> {
    if (this.#breaker.isOpen) this.#events.clear();
    else this.#events.hurry();
    await this.retire(milliseconds);
  }

  #end(): void {
    this.#isEnded = true;
    for (const controller of this.#underWay) controller.abort();
    this.#events.clear();
    this.#revival?.cancel();
  }

  async #askAgain(event: QueuedEvent, signal: AbortSignal): Promise<Verdict> {
    const { questionRetries, questionPause } = this.means.limits;
    for (let attempt = 0; ; attempt++) {
      if (!this.#breaker.enter()) return unavailable;
      const verdict = await this.#attempt(event, signal);
      if (verdict.is !== 'failure' || attempt >= questionRetries) return verdict;
      await this.#pause(questionPause * 2 ** attempt * (1 - this.means.random() / 2), signal);
      if (signal.aborted) return verdict;
    }
  }

  #sendEvent(event: QueuedEvent): Promise<Verdict> | undefined {
    if (!this.#breaker.enter()) {
      this.#pumpLater();
      return undefined;
    }
    const limit = this.#limit();
    return this.#attempt(event, limit.signal).finally(() => limit.end());
  }

  /** One request, which the breaker has let pass. Never rejects. */
  async #attempt(event: QueuedEvent, signal: AbortSignal): Promise<Verdict> {
    const { clock } = this.means;
    const start = clock.now();
    const verdict = await this.#post(event, signal);
    const passed = clock.now() - start;
    this.#counts.seconds += passed / 1000;
    this.#counts[RESULTS[verdict.is]]++;
    if (verdict.is !== 'failure' || !verdict.isDown) this.#breaker.answered();
    else if (signal.aborted && passed < this.options.timeout * FAIR_CHANCE) this.#breaker.abandoned();
    else this.#breaker.failed();
    return verdict;
  }

  async #post({ id, event, body }: QueuedEvent, signal: AbortSignal): Promise<Verdict> {
    const { url, format } = this.options;
    try {
      const headers = {
        'content-type': TYPES[format],
        'user-agent': 'Afterglow',
        accept: 'application/json',
        'afterglow-event': event,
        'afterglow-delivery': id,
        ...(await this.#signed(body)),
      };
      return readAnswer(await this.means.http.post({ url, headers, body }, signal), format);
    } catch (error) {
      if (error instanceof HttpRequestError) {
        const isDown = error.code !== 'too-large';
        return { is: 'failure', because: error.message, isDown };
      }
      return { is: 'failure', because: error instanceof Error ? error.message : String(error), isDown: false };
    }
  }

  async #signed(body: string): Promise<Record<string, string>> {
    const { secret } = this.options;
    return secret === undefined
      ? {}
      : { 'afterglow-signature': signature(await secret(), this.means.clock.date(), body) };
  }

  #eventOf(facts: WebhookFacts): QueuedEvent {
    const { format, includeQuery } = this.options;
    const body = format === 'json' ? jsonBody(facts, includeQuery) : formBody(facts, includeQuery);
    return { id: facts.id, event: facts.event, key: facts.client?.id ?? facts.stream?.name ?? '', body };
  }

  /** A signal that comes after `timeout`, and at the end. */
  #limit(): { signal: AbortSignal; end(): void } {
    const controller = new AbortController();
    const timer = this.means.clock.after(this.options.timeout, () => controller.abort());
    this.#underWay.add(controller);
    return {
      signal: controller.signal,
      end: () => {
        timer.cancel();
        this.#underWay.delete(controller);
      },
    };
  }

  #pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.means.clock.after(milliseconds, done);
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
      function done(): void {
        timer.cancel();
        signal.removeEventListener('abort', done);
        resolve();
      }
    });
  }

  /** Events go on when the address may be tried again. */
  #pumpLater(): void {
    this.#revival ??= this.means.clock.after(this.means.limits.deadFor, () => this.#revive());
  }

  #revive(): void {
    this.#revival?.cancel();
    this.#revival = undefined;
    this.#events.pump();
  }

  #lost(message: string, fields: Readonly<Record<string, unknown>>): void {
    this.#counts.lost++;
    const now = this.means.clock.now();
    if (now - this.#lossLoggedAt < LOG_INTERVAL) return;
    this.#lossLoggedAt = now;
    this.means.logger.error(message, { url: this.shown, ...fields, lost: this.#counts.lost });
  }
}

const RESULTS = { yes: 'ok', no: 'refused', failure: 'failed' } as const;

const unavailable: Verdict = { is: 'failure', because: 'it did not answer before and is not asked now', isDown: true };
const noTurn: Verdict = { is: 'failure', because: 'too much is asked of it at a time', isDown: false };
