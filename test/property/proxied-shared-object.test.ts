import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ObjectOwner } from '../../src/sharedobject/object-owner.js';
import { ProxiedSharedObject } from '../../src/sharedobject/proxied-shared-object.js';
import type { SharedObject } from '../../src/sharedobject/shared-object.js';
import { ObjectLink } from '../support/object-link.js';
import { ReplicaRun } from '../support/replica-run.js';
import { ObjectClient, ObjectRun } from '../support/shared-object-run.js';

type Step =
  | { readonly do: 'turn' | 'tick' | 'down' | 'up' | 'clear' | 'ownerClear' }
  | { readonly do: 'arrive' | 'hear' | 'scriptArrives' | 'scriptHears'; readonly count: number }
  | { readonly do: 'set' | 'delete'; readonly client: number; readonly name: string }
  | { readonly do: 'send' | 'clientHears'; readonly client: number }
  | { readonly do: 'scriptSet' | 'scriptDelete'; readonly name: string };

const name = fc.constantFrom('a', 'b');
const count = fc.integer({ min: 1, max: 3 });
const client = fc.nat({ max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constantFrom('set', 'set', 'delete'), client, name }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('clientHears', 'clientHears', 'send'), client }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('scriptSet', 'scriptDelete'), name }) },
  {
    weight: 16,
    arbitrary: fc.record({ do: fc.constantFrom('arrive', 'hear', 'scriptArrives', 'scriptHears'), count }),
  },
  { weight: 10, arbitrary: fc.constantFrom<Step>({ do: 'turn' }, { do: 'turn' }, { do: 'tick' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Step>({ do: 'down' }, { do: 'up' }, { do: 'clear' }, { do: 'ownerClear' }),
  },
);

/** A client whose network holds back what it is told until it hears it. */
class Seat {
  readonly client = new ObjectClient();
  readonly #waiting: (() => void)[] = [];

  constructor(
    readonly object: SharedObject,
    told: () => void,
  ) {
    const receive = (update: Parameters<ObjectClient['receive']>[0]): void => {
      this.#waiting.push(() => this.client.receive(update));
      told();
    };
    this.client.use = object.join({ receive }, 0);
  }

  hear(): void {
    for (const receive of this.#waiting.splice(0)) receive();
  }
}

/** Two clients where the object is owned, two and a script where it is proxied. Every value that is set is another. */
function run(steps: readonly Step[], isUp: boolean, audience: number): void {
  const room = new ObjectRun({}, audience);
  const told = (): void => void (audience < Infinity && room.clock.sleep(2));
  const owned = room.object();
  const owner = new ObjectOwner(room.clock);
  const proxied = new ProxiedSharedObject('o', true, owner, room.environment, () => owner.leave());
  const script = new ReplicaRun(proxied);
  const link = new ObjectLink(owned);
  owner.connect(proxied, link.open);
  const seats = [owned, owned, proxied, proxied].map((object) => new Seat(object, told));
  const ownerScript = new ReplicaRun(owned);
  if (isUp) {
    link.up();
    link.arrive();
    room.clock.turn();
    link.hear();
  }
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
      case 'down':
        link.down();
        break;
      case 'up':
        owner.connect(proxied, link.open);
        link.up();
        break;
      case 'clear':
        script.clear();
        break;
      case 'ownerClear':
        ownerScript.server.clear();
        break;
      case 'arrive':
        link.arrive(one.count);
        break;
      case 'hear':
        link.hear(one.count);
        break;
      case 'scriptArrives':
        script.arrive(one.count);
        break;
      case 'scriptHears':
        script.hear(one.count);
        break;
      case 'scriptSet':
        script.set(one.name, ++values);
        break;
      case 'scriptDelete':
        script.set(one.name, null);
        break;
      case 'set':
        seat!.client.set(seat!.object, one.name, ++values);
        break;
      case 'delete':
        seat!.client.delete(seat!.object, one.name);
        break;
      case 'send':
        seat!.client.send(seat!.object, 'show', ++values);
        break;
      case 'clientHears':
        seat!.hear();
        break;
    }
  }
  owner.connect(proxied, link.open);
  link.up();
  for (let round = 0; round < 4; round++) {
    script.arrive();
    room.clock.advance(60_000);
    link.arrive();
    room.clock.advance(60_000);
    link.hear();
  }
  for (const seat of seats) seat.hear();
  script.hear();

  const state = Object.fromEntries(
    owned
      .names()
      .sort()
      .map((property) => [property, owned.get(property)]),
  );
  for (const { client: present } of seats) {
    expect(Object.fromEntries([...present.copy].sort())).toEqual(state);
  }
  expect(script.seen).toEqual(state);
  for (const { client: present, object } of seats) object.leave(present.use!);
  script.server.close();
  ownerScript.server.close();
  room.clock.turn();
  expect([link.said.at(-1), room.clock.timers, room.logger.at('error')]).toEqual(['leave', 0, []]);
}

test('whatever is on its way between two instances, everybody ends with what the owner has', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 80, size: 'max' }),
      fc.boolean(),
      fc.constantFrom(Infinity, Infinity, 1),
      run,
    ),
    { numRuns: 5000, seed: 7 },
  );
});
