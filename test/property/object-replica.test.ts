import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AmfValue } from '../../src/amf/value.js';
import { ReplicaRun } from '../support/replica-run.js';
import { ObjectClient, ObjectRun } from '../support/shared-object-run.js';

type Step =
  | { readonly do: 'turn' | 'lock' | 'unlock' | 'clear' | 'send' }
  | { readonly do: 'arrive' | 'hear'; readonly count: number }
  | { readonly do: 'set' | 'delete' | 'clientSet' | 'clientDelete'; readonly name: string };

const NAMES = ['a', 'b', 'c'];
const name = fc.constantFrom(...NAMES);
const count = fc.integer({ min: 1, max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('set', 'set', 'delete'), name }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('clientSet', 'clientSet', 'clientDelete'), name }) },
  { weight: 10, arbitrary: fc.record({ do: fc.constantFrom('arrive', 'hear'), count }) },
  { weight: 5, arbitrary: fc.constant<Step>({ do: 'turn' }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Step>({ do: 'lock' }, { do: 'unlock' }, { do: 'clear' }, { do: 'send' }),
  },
);

/** Every value that is set is another. */
function run(steps: readonly Step[]): void {
  const room = new ObjectRun();
  const object = room.object();
  const client = new ObjectClient().join(object);
  const orders = new Map(NAMES.map((slot): [string, AmfValue[]] => [slot, []]));
  const sights = new Map(NAMES.map((slot): [string, AmfValue[]] => [slot, []]));
  const look = (): void => {
    for (const [slot, seen] of sights) seen.push(script.replica.get(slot));
  };
  const script = new ReplicaRun(object, look);
  let values = 0;
  /** What the server does, one change at a time. */
  const server = (task: () => void): void => {
    task();
    for (const [slot, order] of orders) if (order.at(-1) !== object.get(slot)) order.push(object.get(slot));
  };
  for (const one of steps) {
    switch (one.do) {
      case 'turn':
        room.clock.turn();
        break;
      case 'lock':
        script.server.lock();
        break;
      case 'unlock':
        server(() => script.server.unlock());
        break;
      case 'clear':
        script.clear();
        break;
      case 'send':
        script.send('show');
        break;
      case 'arrive':
        for (let at = 0; at < one.count; at++) server(() => script.arrive(1));
        break;
      case 'hear':
        script.hear(one.count);
        break;
      case 'set':
        script.set(one.name, ++values);
        break;
      case 'delete':
        script.set(one.name, null);
        break;
      case 'clientSet':
        server(() => client.set(object, one.name, ++values));
        break;
      case 'clientDelete':
        server(() => client.delete(object, one.name));
        break;
    }
    look();
  }
  for (let left = steps.length; left > 0; left--) server(() => script.arrive(1));
  while (script.server.unlock() > 0);
  room.clock.advance(60_000);
  script.hear();

  const state = Object.fromEntries(
    object
      .names()
      .sort()
      .map((slot) => [slot, object.get(slot)]),
  );
  expect(script.seen).toEqual(state);
  expect(script.replica.size).toBe(object.size);
  expect(script.replica.version).toBe(object.version);
  for (const slot of NAMES) expect(isInOrder(sights.get(slot)!, orders.get(slot)!)).toBe(true);
  object.leave(client.use!);
  script.server.close();
}

/** Whether what was seen never goes back in the order, nor shows what was gone again. */
function isInOrder(sights: readonly AmfValue[], order: readonly AmfValue[]): boolean {
  let last = -1;
  let wasGone = false;
  for (const value of sights) {
    if (value === undefined) {
      wasGone = true;
      continue;
    }
    const at = order.indexOf(value);
    // What a locked client wanted came into the order several at a time.
    if (at < 0) continue;
    if (at < last || (at === last && wasGone)) return false;
    last = at;
    wasGone = false;
  }
  return true;
}

test('whatever is on its way, a script sees its own changes at once, nothing twice, and in the end what the server has', () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 60, size: 'max' }), run), { numRuns: 4000, seed: 6 });
});
