import { expect, test } from 'vitest';
import { SharedObjects } from '../../../src/sharedobject/shared-objects.js';
import type { UsedObject, UseFailure } from '../../../src/sharedobject/shared-objects.js';
import { ObjectClient, ObjectRun } from '../../support/shared-object-run.js';

const request = { name: 'o', persistent: true, version: 0, mayCreate: true };
const listener = { onSync: () => undefined, onStatus: () => undefined, onMessage: () => undefined };

function used(answer: UsedObject | UseFailure): UsedObject {
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
}

test('a persistent object and one that is not have nothing in common but their name', async () => {
  const run = new ObjectRun();
  const objects = new SharedObjects(run.environment);
  const one = used(await objects.use(new ObjectClient(), request));
  const other = used(await objects.use(new ObjectClient(), { ...request, persistent: false }));
  expect(one.object).not.toBe(other.object);
  expect([objects.find('o', true), objects.find('o', false)]).toEqual([one.object, other.object]);
  one.object.leave(one.use);
  other.object.leave(other.use);
  expect([objects.size, run.entered]).toEqual([0, 0]);
});

test('who come while it is loaded get the same object, and what was stored is there', async () => {
  const run = new ObjectRun();
  const objects = new SharedObjects(run.environment);
  const properties = new Map([['x', { value: 1, version: 4 }]]);
  run.store.contents.set('o', { name: 'o', version: 5, properties, deleted: new Map() });
  const [a, b] = [new ObjectClient(), new ObjectClient()];
  const [first, second] = (
    await Promise.all([objects.use(a, request), objects.use(b, { ...request, version: 5 })])
  ).map(used);
  expect(first!.object).toBe(second!.object);
  run.clock.turn();
  expect([a.heard(), b.heard()]).toEqual([['useSuccess', 'clear', 'change x 1'], ['useSuccess']]);
});

test('a version that was lost in a crash is not taken for one that came after it', async () => {
  const run = new ObjectRun();
  const objects = new SharedObjects(run.environment);
  const properties = new Map([['x', { value: 1, version: 4 }]]);
  run.store.contents.set('o', { name: 'o', version: 5, properties, deleted: new Map() });
  const { object } = used(await objects.use(new ObjectClient(), request));
  const back = new ObjectClient().join(object, 7);
  run.clock.turn();
  expect(back.heard()).toEqual(['useSuccess', 'clear', 'change x 1']);
});

test('a persistent object is unloaded with its last user, and comes back as it was left', async () => {
  const run = new ObjectRun();
  const objects = new SharedObjects(run.environment);
  const a = new ObjectClient();
  const first = used(await objects.use(a, request));
  a.use = first.use;
  run.clock.turn();
  a.set(first.object, 'x', 1);
  first.object.leave(first.use);
  expect(objects.size).toBe(0);
  const second = used(await objects.use(a, { ...request, version: 0 }));
  expect(second.object).not.toBe(first.object);
  expect(second.object.get('x')).toBe(1);
  run.clock.turn();
  second.object.leave(second.use);
  expect(run.clock.timers).toBe(0);
});

test('clearing deletes what nobody uses any more and was not stored yet', async () => {
  const run = new ObjectRun();
  const objects = new SharedObjects(run.environment);
  const a = new ObjectClient();
  const { object, use } = used(await objects.use(a, request));
  a.use = use;
  run.clock.turn();
  a.set(object, 'x', 1);
  object.leave(use);
  expect([run.store.contents.size, run.store.touched.size]).toEqual([0, 1]);
  expect([await objects.clear(() => true), await objects.clear(() => true)]).toEqual([true, false]);
  expect(used(await objects.use(a, request)).object.size).toBe(0);
});

test('one that is not persistent is gone with its last user, a script included', async () => {
  const run = new ObjectRun();
  const objects = new SharedObjects(run.environment);
  const script = await objects.get('o', false, listener);
  if (typeof script === 'string') throw new Error(script);
  script.setProperty('x', 1);
  const { object, use } = used(await objects.use(new ObjectClient(), { ...request, persistent: false }));
  object.leave(use);
  expect(objects.find('o', false)?.get('x')).toBe(1);
  script.close();
  expect(objects.find('o', false)).toBeUndefined();
});

test('there is none for who may not make it', async () => {
  const run = new ObjectRun();
  const objects = new SharedObjects(run.environment);
  const reader = { ...request, mayCreate: false };
  expect(await objects.use(new ObjectClient(), reader)).toBe('absent');
  expect(await objects.use(new ObjectClient(), { ...reader, persistent: false })).toBe('absent');
  const [refused, made] = await Promise.all([
    objects.use(new ObjectClient(), reader),
    objects.use(new ObjectClient(), request),
  ]);
  expect([refused, typeof made]).toEqual(['absent', 'object']);
});

test('the bounds: of the instance, and beyond it', async () => {
  const run = new ObjectRun({ maxObjects: 2 });
  const objects = new SharedObjects(run.environment);
  const names = ['a', 'b', 'c'];
  const answers = await Promise.all(names.map((name) => objects.use(new ObjectClient(), { ...request, name })));
  expect(answers.map((answer) => typeof answer)).toEqual(['object', 'object', 'string']);
  run.limit = 2;
  const elsewhere = new SharedObjects(run.environment);
  expect(await elsewhere.use(new ObjectClient(), request)).toBe('limit');
  await objects.close();
  expect(run.entered).toBe(0);
});

test('one that cannot be loaded is reported, and may be tried again', async () => {
  const run = new ObjectRun();
  const objects = new SharedObjects(run.environment);
  run.store.opening = Promise.reject(new Error('damaged'));
  expect(await objects.use(new ObjectClient(), request)).toBe('unreadable');
  expect(run.logger.at('error')).toHaveLength(1);
  run.store.opening = Promise.resolve();
  expect(typeof (await objects.use(new ObjectClient(), request))).toBe('object');
});

test('closing stores what is to be kept, and nobody is let in any more', async () => {
  const run = new ObjectRun({ autoCommit: false });
  const objects = new SharedObjects(run.environment);
  const script = await objects.get('o', true, listener);
  if (typeof script === 'string') throw new Error(script);
  script.setProperty('x', 1);
  await objects.close();
  expect(run.store.contents.get('o')?.properties.get('x')?.value).toBe(1);
  expect(await objects.use(new ObjectClient(), request)).toBe('limit');
});
