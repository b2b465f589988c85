import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SharedObject } from '../../src/sharedobject/shared-object.js';
import { ServerSharedObject } from '../../src/sharedobject/server-shared-object.js';
import { ObjectClient, ObjectRun } from '../support/shared-object-run.js';

type Step =
  | { readonly do: 'turn' | 'tick' | 'lock' | 'unlock' | 'clear' | 'wait' }
  | { readonly do: 'serverSet' | 'serverDelete'; readonly name: string }
  | { readonly do: 'join' | 'leave' | 'return' | 'send' | 'hear'; readonly client: number }
  | { readonly do: 'set' | 'delete'; readonly client: number; readonly name: string };

const client = fc.nat({ max: 4 });
const name = fc.constantFrom('a', 'b', 'c');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constantFrom('set', 'set', 'delete'), client, name }) },
  { weight: 10, arbitrary: fc.record({ do: fc.constantFrom('hear', 'join', 'send', 'leave', 'return'), client }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('serverSet', 'serverDelete'), name }) },
  { weight: 8, arbitrary: fc.constantFrom<Step>({ do: 'turn' }, { do: 'turn' }, { do: 'tick' }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Step>({ do: 'lock' }, { do: 'unlock' }, { do: 'wait' }, { do: 'clear' }),
  },
);

/** A client whose network holds back what it is told until it hears it. */
class Seat {
  readonly client = new ObjectClient();
  #waiting: (() => void)[] = [];
  isIn = false;

  constructor(private readonly told: () => void) {}

  join(object: SharedObject): void {
    if (this.isIn) return;
    this.isIn = true;
    const receive = (update: Parameters<ObjectClient['receive']>[0]): void => {
      this.#waiting.push(() => this.client.receive(update));
      this.told();
    };
    this.client.use = object.join({ receive }, this.client.version);
  }

  leave(object: SharedObject): void {
    if (!this.isIn) return;
    this.isIn = false;
    // What was on its way is lost with the connection.
    this.#waiting = [];
    object.leave(this.client.use!);
  }

  hear(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const receive of waiting) receive();
  }
}

/**
 * Takes an object and its clients through the steps. Every value that is set is another. Where there are several
 * audiences telling takes time, so that much happens between one and the next.
 */
function run(steps: readonly Step[], resyncDepth: number, audience: number): void {
  const room = new ObjectRun({ resyncDepth }, audience);
  const object = room.object();
  const script = new ServerSharedObject(object, {
    onSync: () => undefined,
    onStatus: () => undefined,
    onMessage: () => undefined,
  });
  // Sees everything as it is told, and so the one order.
  const witness = new ObjectClient().join(object);
  const seats = Array.from({ length: 5 }, () => new Seat(() => audience < Infinity && room.clock.sleep(2)));
  let values = 0;
  for (const one of steps) {
    const seat = 'client' in one ? seats[one.client]! : undefined;
    switch (one.do) {
      case 'turn':
        room.clock.turn();
        break;
      case 'tick':
        room.clock.advance(3);
        break;
      case 'wait':
        room.clock.advance(20_000);
        break;
      case 'lock':
        script.lock();
        break;
      case 'unlock':
        script.unlock();
        break;
      case 'clear':
        script.clear();
        break;
      case 'serverSet':
        script.setProperty(one.name, ++values);
        break;
      case 'serverDelete':
        script.setProperty(one.name, null);
        break;
      case 'join':
      case 'return':
        seat!.join(object);
        break;
      case 'leave':
        seat!.leave(object);
        break;
      case 'hear':
        seat!.hear();
        break;
      case 'send':
        if (seat!.isIn) seat!.client.send(object, 'show', ++values);
        break;
      case 'set':
        if (seat!.isIn) seat!.client.set(object, one.name, ++values);
        break;
      case 'delete':
        if (seat!.isIn) seat!.client.delete(object, one.name);
        break;
    }
  }
  while (script.unlock() > 0);
  room.clock.advance(60_000);
  for (const seat of seats) seat.hear();

  const state = new Map(
    object
      .names()
      .sort()
      .map((property) => [property, object.get(property)]),
  );
  const order = witness.heard().filter((line) => /^(change|remove|clear|show)/.test(line));
  for (const { client: present, isIn } of [...seats.filter((seat) => seat.isIn), { client: witness, isIn: true }]) {
    expect(isIn).toBe(true);
    expect(new Map([...present.copy].sort())).toEqual(state);
    if (audience === Infinity) expect(present.version).toBe(object.version);
    else expect(present.version).toBeLessThanOrEqual(object.version);
  }
  for (const { client: present } of seats) {
    const messages = present.heard().filter((line) => line.startsWith('show'));
    expect(isSubsequence(messages, order)).toBe(true);
  }
  for (const seat of seats) seat.leave(object);
  object.leave(witness.use!);
  script.close();
  room.clock.turn();
  expect([room.unused, room.clock.timers, room.logger.at('error')]).toEqual([1, 0, []]);
}

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const line of part) {
    at = whole.indexOf(line, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

test('whatever is changed, locked, joined and left, everybody ends with what the server has', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 80, size: 'max' }),
      fc.constantFrom(Infinity, 0, 1, 3),
      fc.constantFrom(Infinity, Infinity, 1, 2),
      run,
    ),
    { numRuns: 6000, seed: 5 },
  );
});
