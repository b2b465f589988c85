import { describe, expect, test } from 'vitest';
import type { Hook } from '../../../src/application/hook.js';
import type { RecordingFacts } from '../../../src/application/recording-facts.js';
import type { SafeName } from '../../../src/application/safe-name.js';
import { parseStreamName } from '../../../src/application/stream-name.js';
import { webHook } from '../../../src/webhook/web-hook.js';
import { WebhookEndpoint } from '../../../src/webhook/webhook-endpoint.js';
import type { WebhookOptions } from '../../../src/webhook/webhook-options.js';
import { webhookEvents, webhookLimits } from '../../../src/webhook/webhook-options.js';
import type { FakeAnswer } from '../../support/fake-poster.js';
import { FakePoster } from '../../support/fake-poster.js';
import { ManualClock } from '../../support/manual-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { settled } from '../../support/settled.js';
import { webhookClient, webhookPlace } from '../../support/webhook-facts.js';

const instance = { path: 'live/room', name: 'room' as SafeName };
const stream = parseStreamName('mp4:a/b?token=x')!;
const file = { path: '/srv/a.flv', bytes: 10, duration: 1000 };

function hookOf(...addresses: { answer: FakeAnswer; options?: Partial<WebhookOptions> }[]) {
  const clock = new ManualClock();
  const logger = new RecordingLogger();
  const posted: Record<string, unknown>[] = [];
  const endpoints = addresses.map(({ answer, options }, index) => {
    const http = new FakePoster(({ body }) => {
      posted.push({ to: index, ...(JSON.parse(body) as object) });
      return answer;
    });
    const url = new URL(`http://site.example.com/${index}?token=secret`);
    const usual = { format: 'json', timeout: 3000, onFailure: 'deny', retries: 0, includeQuery: false } as const;
    const all = { url, events: new Set(webhookEvents), secret: undefined, ...usual, ...options };
    const limits = { ...webhookLimits, questionRetries: 0 };
    return new WebhookEndpoint(all, { http, clock, logger, limits, random: () => 0 });
  });
  let ids = 0;
  const createId = () => `event-${++ids}`;
  return { clock, logger, posted, hook: webHook(webhookPlace, () => endpoints, { clock, createId, logger }) };
}

const client = webhookClient();

describe('a question', () => {
  const questions: [string, (hook: Hook) => unknown][] = [
    ['connect', (hook) => hook.onConnect?.(client, instance, [])],
    ['publish', (hook) => hook.onPublish?.(client, stream, 'record')],
    ['play', (hook) => hook.onPlay?.(client, stream)],
    ['record', (hook) => hook.onRecord?.(recording)],
  ];
  const recording = {
    place: instance,
    stream,
    mode: 'append',
    cause: 'publisher',
    client,
  } as unknown as RecordingFacts;

  describe.each(questions)('%s', (event, ask) => {
    test.each<[string, FakeAnswer, WebhookOptions['onFailure'], object | undefined]>([
      ['yes', { status: 204 }, 'deny', undefined],
      [
        'no with a reason',
        { status: 403, body: '{"reason":"Who are you?"}' },
        'allow',
        { reason: 'denied', description: 'Who are you?' },
      ],
      ['no', { status: 404 }, 'allow', { reason: 'denied', description: `You may not ${event} here.` }],
      ['a failure', { status: 500 }, 'deny', { reason: 'failed', description: 'The application failed to answer.' }],
      ['a failure that lets in', { status: 500 }, 'allow', undefined],
    ])('%s', async (_what, answer, onFailure, refusal) => {
      const { hook, posted, logger } = hookOf({ answer, options: { onFailure } });
      await hook.onConnect?.(client, instance, []);
      posted.length = 0;
      const refused = await ask(hook);
      if (refusal === undefined) expect(refused).toBeUndefined();
      else expect(refused).toMatchObject(refusal);
      expect(posted).toMatchObject([{ event, instance: 'room', client: { id: 'client-1' } }]);
      expect(JSON.stringify(refused) + logger.text).not.toContain('secret');
    });
  });

  test('goes to all in order, and the first no decides', async () => {
    const { hook, posted } = hookOf(
      { answer: { status: 204 } },
      { answer: { status: 403 } },
      { answer: { status: 204 } },
    );
    expect(await hook.onConnect?.(client, instance, [])).toMatchObject({
      rule: expect.stringContaining('/1') as string,
    });
    expect(posted.map(({ to }) => to)).toEqual([0, 1]);
  });

  test('that nobody wants to be asked is answered at once', () => {
    const { hook, posted } = hookOf({ answer: { status: 403 }, options: { events: new Set(['publish']) } });
    expect(hook.onConnect?.(client, instance, [])).toBeUndefined();
    expect(hook.onPlay?.(client, stream)).toBeUndefined();
    expect(posted).toEqual([]);
  });
});

test('what has happened is told, and nobody waits', async () => {
  const { hook, posted, clock } = hookOf({ answer: { status: 204 } });
  await hook.onConnect?.(client, instance, []);
  posted.length = 0;
  const recording = { place: instance, stream, mode: 'record', cause: 'configuration', client } as const;
  hook.onRecordStart?.(recording, '/srv/a.flv');
  hook.onRecordSegment?.(recording, file);
  hook.onRecordStop?.(recording, { ...file, path: '/srv/b.flv' }, 'quota');
  hook.onRecordStop?.(recording, undefined, 'unpublished');
  hook.onUnpublish?.(client, stream);
  hook.onStop?.(client, stream);
  hook.onDisconnect?.(client, instance);
  expect(posted).toHaveLength(0);
  for (let i = 0; i < 12; i++) await settled(clock);
  const named = { name: 'a/b', type: 'mp4' };
  expect(posted).toMatchObject([
    { event: 'recordStart', stream: named, type: 'record', cause: 'configuration', path: '/srv/a.flv' },
    { event: 'recordSegment', path: '/srv/a.flv', size: 10, duration: 1 },
    { event: 'recordDone', path: '/srv/b.flv', cause: 'quota' },
    { event: 'recordDone', cause: 'unpublished' },
    { event: 'unpublish', stream: named },
    { event: 'done', stream: named },
    { event: 'stop', stream: named },
    { event: 'done', stream: named },
    { event: 'disconnect', instance: 'room' },
  ]);
  expect(new Set(posted.map(({ id }) => id)).size).toBe(posted.length);
  expect(clock.timers).toBe(0);
});

test('what the server publishes itself is told, as of no client', async () => {
  const { hook, posted, clock } = hookOf({ answer: { status: 204 } });
  hook.onServerPublish?.(instance, stream);
  hook.onServerUnpublish?.(instance, stream);
  for (let i = 0; i < 4; i++) await settled(clock);
  const told = { instance: 'room', stream: { name: 'a/b', type: 'mp4' } };
  expect(posted).toMatchObject([
    { event: 'serverPublish', ...told },
    { event: 'serverUnpublish', ...told },
  ]);
  expect(posted.some((one) => 'client' in one)).toBe(false);
});
