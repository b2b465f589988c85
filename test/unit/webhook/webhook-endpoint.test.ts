import { describe, expect, test } from 'vitest';
import { HttpClient } from '../../../src/net/http-client.js';
import { systemClock } from '../../../src/net/system-clock.js';
import { signature } from '../../../src/webhook/signature.js';
import { WebhookEndpoint } from '../../../src/webhook/webhook-endpoint.js';
import type { WebhookLimits, WebhookOptions } from '../../../src/webhook/webhook-options.js';
import { webhookLimits } from '../../../src/webhook/webhook-options.js';
import type { Answering } from '../../support/http-endpoint.js';
import { endless, HttpEndpoint, json, silence, status } from '../../support/http-endpoint.js';
import type { FakeAnswer } from '../../support/fake-poster.js';
import { FakePoster } from '../../support/fake-poster.js';
import { ManualClock } from '../../support/manual-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { settled } from '../../support/settled.js';
import { webhookClient, webhookFacts } from '../../support/webhook-facts.js';

const defaults: WebhookOptions = {
  url: new URL('https://site.example.com/hook?token=secret'),
  events: new Set(['publish']),
  format: 'json',
  timeout: 3000,
  onFailure: 'deny',
  retries: 2,
  includeQuery: false,
  secret: undefined,
};

function endpoint(
  answer: FakeAnswer | ((index: number) => FakeAnswer | Promise<FakeAnswer>),
  options: Partial<WebhookOptions> = {},
  limits: Partial<WebhookLimits> = {},
  clock = new ManualClock(),
) {
  const logger = new RecordingLogger();
  const http = new FakePoster((_post, index) => (typeof answer === 'function' ? answer(index) : answer));
  const means = { http, clock, logger, limits: { ...webhookLimits, ...limits }, random: () => 0 };
  return { clock, logger, http, webhook: new WebhookEndpoint({ ...defaults, ...options }, means) };
}

/** Moves the clock until `promise` is settled; how long that took. */
async function settles<Value>(promise: Promise<Value>, clock: ManualClock): Promise<{ value: Value; after: number }> {
  const start = clock.now();
  let result: { value: Value } | undefined;
  void promise.then((value) => (result = { value }));
  for (let step = 0; step < 10_000; step++) {
    await settled(clock);
    if (result !== undefined) return { ...result, after: clock.now() - start };
    clock.advance(50);
  }
  throw new Error('it is never settled');
}

describe('a question', () => {
  test('is sent with its kind, its id and its signature', async () => {
    const { webhook, http, clock } = endpoint({ status: 204 }, { secret: () => Promise.resolve('Jefe') });
    expect(await webhook.ask(webhookFacts())).toEqual({ is: 'yes' });
    const [{ headers, body, url }] = http.posts as [(typeof http.posts)[0]];
    expect(headers).toEqual({
      'content-type': 'application/json',
      'user-agent': 'Afterglow',
      accept: 'application/json',
      'afterglow-event': 'publish',
      'afterglow-delivery': 'event-1',
      'afterglow-signature': signature('Jefe', clock.date(), body),
    });
    expect(url.search).toBe('?token=secret');
    expect(JSON.parse(body)).toMatchObject({ event: 'publish', id: 'event-1' });
  });

  test('is not sent without the signature that it should have', async () => {
    const { webhook, http, clock } = endpoint({ status: 204 }, { secret: () => Promise.reject(new Error('no file')) });
    const { value } = await settles(webhook.ask(webhookFacts()), clock);
    expect(value).toMatchObject({ is: 'failure', because: 'no file' });
    expect(http.posts).toEqual([]);
  });

  test('that had no answer is asked again, as the same, with the time of then', async () => {
    const answers: FakeAnswer[] = [{ status: 500 }, 'refused', { status: 200, body: '{"allow":false}' }];
    const { webhook, http, clock } = endpoint((index) => answers[index]!, { secret: () => Promise.resolve('s') });
    const { value, after } = await settles(webhook.ask(webhookFacts()), clock);
    expect(value).toMatchObject({ is: 'no' });
    expect(after).toBe(300);
    expect(new Set(http.posts.map(({ headers }) => headers['afterglow-delivery'])).size).toBe(1);
    expect(http.posts).toHaveLength(3);
    expect(clock.timers).toBe(0);
  });

  test.each<[string, FakeAnswer, number]>([
    ['silence', 'silence', 3000],
    ['a 500', { status: 500 }, 300],
    ['a 302', { status: 302 }, 300],
    ['nobody there', 'refused', 300],
    ['invalid JSON', { status: 200, body: '{' }, 300],
  ])('%s is a failure, in bounded time', async (_what, answer, within) => {
    const { webhook, clock, http } = endpoint(answer);
    const { value, after } = await settles(webhook.ask(webhookFacts()), clock);
    expect(value.is).toBe('failure');
    expect({ after, underWay: http.underWay, timers: clock.timers }).toEqual({ after: within, underWay: 0, timers: 0 });
  });

  test('has all its time in common: the repetitions get no more', async () => {
    const { webhook, clock } = endpoint((index) => (index === 0 ? { status: 500 } : 'silence'));
    expect((await settles(webhook.ask(webhookFacts()), clock)).after).toBe(3000);
  });

  test('waits for its turn, no longer than it may take, and too many not at all', async () => {
    const { webhook, clock, http } = endpoint('silence', {}, { concurrency: 2, maxQuestions: 3 });
    const asked = Array.from({ length: 6 }, () => webhook.ask(webhookFacts()));
    expect(await asked[5]).toMatchObject({ is: 'failure', because: expect.stringMatching(/too much/) as string });
    expect(http.posts).toHaveLength(2);
    expect(webhook.snapshot.waiting).toBe(3);
    const { value, after } = await settles(Promise.all(asked), clock);
    expect(value.every(({ is }) => is === 'failure')).toBe(true);
    expect(after).toBe(3000);
    expect(clock.timers).toBe(0);
  });
});

describe('a dead address', () => {
  test('lets nobody wait after some failures, and is asked again later', async () => {
    let isDead = true;
    const { webhook, clock, http, logger } = endpoint(() => (isDead ? 'refused' : { status: 204 }));
    for (let i = 0; i < 3; i++) await settles(webhook.ask(webhookFacts()), clock);
    const before = http.posts.length;
    expect(before).toBe(5);
    const many = await Promise.all(Array.from({ length: 200 }, () => webhook.ask(webhookFacts())));
    expect(many.every(({ is }) => is === 'failure')).toBe(true);
    expect(http.posts).toHaveLength(before);
    clock.advance(5000);
    isDead = false;
    expect(await webhook.ask(webhookFacts())).toEqual({ is: 'yes' });
    expect(await webhook.ask(webhookFacts())).toEqual({ is: 'yes' });
    const lines = logger.lines.map(({ level, message }) => `${level}: ${message}`);
    expect(lines).toEqual([
      'error: a webhook does not answer and is not asked for a while',
      'info: a webhook answers again',
    ]);
    expect(logger.text).not.toContain('secret');
  });

  test('one that is asked more at once than it can answer in time is not dead', async () => {
    const clock = new ManualClock();
    const slowly = () => new Promise<FakeAnswer>((resolve) => clock.after(900, () => resolve({ status: 204 })));
    const { webhook, logger } = endpoint(slowly, {}, { concurrency: 8 }, clock);
    const { value } = await settles(Promise.all(Array.from({ length: 50 }, () => webhook.ask(webhookFacts()))), clock);
    expect(value.filter(({ is }) => is === 'yes')).toHaveLength(24);
    expect((await settles(webhook.ask(webhookFacts()), clock)).value).toEqual({ is: 'yes' });
    expect(logger.at('error')).toEqual([]);
  });

  test('one that fails for a question is not dead for the others', async () => {
    const { webhook, clock } = endpoint((index) => ({ status: index < 30 ? 500 : 204 }));
    for (let i = 0; i < 10; i++) await settles(webhook.ask(webhookFacts()), clock);
    expect(await webhook.ask(webhookFacts())).toEqual({ is: 'yes' });
  });

  test('is told later what happened, when it answers again, and nothing twice', async () => {
    let isDead = true;
    const { webhook, clock, http } = endpoint(() => (isDead ? 'refused' : { status: 204 }), { retries: 5 });
    for (let i = 0; i < 20; i++) webhook.tell(webhookFacts({ id: `${i}`, client: webhookClient(`${i}`) }));
    await settled(clock);
    isDead = false;
    http.posts.length = 0;
    for (let i = 0; i < 200 && webhook.snapshot.waiting > 0; i++) {
      clock.advance(100);
      await settled(clock);
    }
    const told = http.posts.map(({ headers }) => Number(headers['afterglow-delivery']));
    expect(told.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect({ lost: webhook.snapshot.lost, timers: clock.timers }).toEqual({ lost: 0, timers: 0 });
  });
});

describe('the end', () => {
  test('comes when everything has been said', async () => {
    let answer: (answer: FakeAnswer) => void = () => undefined;
    const { webhook, clock, http } = endpoint(() => new Promise((resolve) => (answer = resolve)));
    webhook.tell(webhookFacts());
    await settled(clock);
    const closing = settles(webhook.close(3000), clock);
    expect(http.isClosed).toBe(false);
    answer({ status: 204 });
    expect((await closing).after).toBe(0);
    expect({ closed: http.isClosed, timers: clock.timers, lost: webhook.snapshot.lost }).toEqual({
      closed: true,
      timers: 0,
      lost: 0,
    });
    webhook.tell(webhookFacts());
    expect(await webhook.ask(webhookFacts())).toMatchObject({ is: 'failure' });
    expect(http.posts).toHaveLength(1);
  });

  test('comes in time, whatever is under way', async () => {
    const { webhook, clock, http, logger } = endpoint('silence', { timeout: 60_000 });
    webhook.tell(webhookFacts());
    const asked = webhook.ask(webhookFacts());
    await settled(clock);
    expect((await settles(webhook.close(3000), clock)).after).toBe(3000);
    expect(await asked).toMatchObject({ is: 'failure' });
    await settled(clock);
    expect({ underWay: http.underWay, timers: clock.timers, lost: webhook.snapshot.lost }).toEqual({
      underWay: 0,
      timers: 0,
      lost: 1,
    });
    expect(logger.at('error')).toHaveLength(1);
  });

  test('of one that is dead comes at once', async () => {
    const { webhook, clock } = endpoint('refused', { retries: 50 });
    for (let i = 0; i < 20; i++) webhook.tell(webhookFacts({ client: webhookClient(`${i}`) }));
    await settled(clock);
    expect((await settles(webhook.close(3000), clock)).after).toBe(0);
    expect({ timers: clock.timers, lost: webhook.snapshot.lost }).toEqual({ timers: 0, lost: 20 });
  });
});

test('it counts what it is asked and how it is answered', async () => {
  const answers: FakeAnswer[] = [{ status: 204 }, { status: 403 }, { status: 500 }, { status: 500 }, { status: 500 }];
  const { webhook, clock } = endpoint((index) => answers[index]!);
  for (let i = 0; i < 3; i++) await settles(webhook.ask(webhookFacts()), clock);
  expect(webhook.snapshot).toEqual({
    url: 'https://site.example.com/hook',
    requests: { ok: 1, refused: 1, failed: 3 },
    seconds: 0,
    waiting: 0,
    lost: 0,
  });
});

describe('a real web server', () => {
  const ask = async (...answers: Answering[]) => {
    const server = await HttpEndpoint.answering(...answers);
    const http = new HttpClient({ allow: [], caFile: undefined, maxConnections: 4, maxAnswer: 64 * 1024 });
    const limits = { ...webhookLimits, questionPause: 1 };
    const means = { http, clock: systemClock, logger: new RecordingLogger(), limits, random: Math.random };
    const webhook = new WebhookEndpoint({ ...defaults, url: server.url(), timeout: 300 }, means);
    const verdict = await webhook.ask(webhookFacts());
    await webhook.close(1000);
    return { verdict, requests: server.requests.length };
  };

  test.each<[string, Answering[], string, number]>([
    ['says yes', [status(204)], 'yes', 1],
    ['says no', [json({ allow: false })], 'no', 1],
    ['fails and then says yes', [status(500), json({})], 'yes', 2],
    ['redirects', [status(302, '', { location: 'http://169.254.169.254/' })], 'failure', 3],
    ['says nothing', [silence], 'failure', 1],
    ['says a gigabyte', [endless(Buffer.alloc(65_536, 32))], 'failure', 3],
    ['says nonsense', [status(200, '{"allow":', { 'content-type': 'application/json' })], 'failure', 3],
    ['begins and never ends', [(response) => void response.write('{"allow":true')], 'failure', 1],
  ])('that %s', async (_what, answers, is, requests) => {
    const result = await ask(...answers);
    expect({ is: result.verdict.is, requests: result.requests }).toEqual({ is, requests });
  });
});
