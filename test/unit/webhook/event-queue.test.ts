import { expect, test } from 'vitest';
import type { QueuedEvent } from '../../../src/webhook/event-queue.js';
import { EventQueue } from '../../../src/webhook/event-queue.js';
import type { Verdict } from '../../../src/webhook/webhook-answer.js';
import type { WebhookLimits } from '../../../src/webhook/webhook-options.js';
import { webhookLimits } from '../../../src/webhook/webhook-options.js';
import { ManualClock } from '../../support/manual-clock.js';
import { settled } from '../../support/settled.js';

const yes: Verdict = { is: 'yes' };
const no: Verdict = { is: 'no', because: 'it answered 404' };
const failure: Verdict = { is: 'failure', because: 'it answered 500', isDown: false };

function queue(limits: Partial<WebhookLimits> = {}, retries = 2) {
  const clock = new ManualClock();
  const state = { isOpen: true };
  const sent: string[] = [];
  const lost: string[] = [];
  const answers = new Map<string, (verdict: Verdict) => void>();
  const events = new EventQueue({
    clock,
    random: () => 0,
    limits: { ...webhookLimits, ...limits },
    retries,
    send: ({ id }) => {
      if (!state.isOpen) return undefined;
      sent.push(id);
      return new Promise((resolve) => answers.set(id, resolve));
    },
    dropped: () => void lost.push('dropped'),
    givenUp: ({ id }, { because }) => void lost.push(`${id}: ${because}`),
  });
  return {
    clock,
    state,
    sent,
    lost,
    events,
    add: (id: string, key = id) => events.add({ id, key, event: 'stop', body: '' } satisfies QueuedEvent),
    answer: async (id: string, verdict: Verdict) => {
      answers.get(id)?.(verdict);
      await settled(clock);
    },
  };
}

test('so many are sent at a time, in their order', async () => {
  const { add, sent, answer, events } = queue({ concurrency: 2 });
  for (const id of ['a', 'b', 'c']) add(id);
  expect(sent).toEqual(['a', 'b']);
  await answer('b', yes);
  expect(sent).toEqual(['a', 'b', 'c']);
  await answer('a', yes);
  await answer('c', yes);
  expect(events.size).toBe(0);
});

test('those of one client one after the other, also when one is sent again', async () => {
  const { add, sent, answer, clock } = queue();
  add('unpublish', 'x');
  add('disconnect', 'x');
  add('other', 'y');
  expect(sent).toEqual(['unpublish', 'other']);
  await answer('unpublish', failure);
  expect(sent).toEqual(['unpublish', 'other']);
  clock.advance(1000);
  await answer('unpublish', yes);
  expect(sent).toEqual(['unpublish', 'other', 'unpublish', 'disconnect']);
});

test('what is not taken is sent again, with pauses that grow, and then given up', async () => {
  const { add, sent, answer, clock, lost, events } = queue();
  add('a');
  for (const pause of [1000, 2000]) {
    await answer('a', failure);
    clock.advance(pause - 1);
    const before = sent.length;
    clock.advance(1);
    expect(sent).toHaveLength(before + 1);
  }
  await answer('a', failure);
  expect({ sent, lost, size: events.size, timers: clock.timers }).toEqual({
    sent: ['a', 'a', 'a'],
    lost: ['a: it answered 500'],
    size: 0,
    timers: 0,
  });
});

test('what is refused is not sent again', async () => {
  const { add, sent, answer, lost, events } = queue();
  add('a');
  await answer('a', no);
  expect({ sent, lost, size: events.size }).toEqual({ sent: ['a'], lost: ['a: it answered 404'], size: 0 });
});

test('of too many the oldest is dropped that is not under way', async () => {
  const { add, sent, answer, lost, events, clock } = queue({ maxEvents: 3, concurrency: 1 });
  for (const id of ['a', 'b', 'c', 'd', 'e']) add(id);
  expect({ lost, size: events.size }).toEqual({ lost: ['dropped', 'dropped'], size: 3 });
  await answer('a', failure);
  add('f');
  expect(clock.timers).toBe(0);
  for (const id of ['d', 'e', 'f']) await answer(id, yes);
  expect({ sent, size: events.size }).toEqual({ sent: ['a', 'd', 'e', 'f'], size: 0 });
});

test('while nothing can be sent it waits', async () => {
  const { add, sent, state, events, answer } = queue();
  state.isOpen = false;
  add('a');
  expect(sent).toEqual([]);
  state.isOpen = true;
  events.pump();
  await answer('a', yes);
  expect(events.size).toBe(0);
});

test('in a hurry nothing waits for its pause, and nothing is sent again', async () => {
  const { add, answer, events, sent, lost, clock } = queue();
  add('a');
  await answer('a', failure);
  add('b');
  let isDrained = false;
  void events.drained().then(() => (isDrained = true));
  events.hurry();
  await answer('a', failure);
  expect(isDrained).toBe(false);
  await answer('b', yes);
  expect({ isDrained, sent, lost, timers: clock.timers }).toEqual({
    isDrained: true,
    sent: ['a', 'b', 'a'],
    lost: ['a: it answered 500'],
    timers: 0,
  });
});

test('what is cleared is gone, also what was under way', async () => {
  const { add, answer, events, sent, lost, clock } = queue();
  add('a');
  add('b', 'a');
  events.clear();
  await answer('a', failure);
  clock.advance(100_000);
  expect({ size: events.size, sent, lost, timers: clock.timers }).toEqual({
    size: 0,
    sent: ['a'],
    lost: ['dropped', 'dropped'],
    timers: 0,
  });
});
