import { describe, expect, test } from 'vitest';
import { HookChain } from '../../../../src/application/hook-chain.js';
import { InstanceSharedObjects } from '../../../../src/application/instance-shared-objects.js';
import { ObjectReplica } from '../../../../src/script/guest/object-replica.js';
import { objectOperations } from '../../../../src/script/host/object-operations.js';
import type { ScriptEvents } from '../../../../src/script/protocol/script-events.js';
import type { OwnerLink, OwnerListener } from '../../../../src/sharedobject/object-owner.js';
import { pack, unpack } from '../../../../src/script/protocol/pack.js';
import { ObjectClient, ObjectRun } from '../../../support/shared-object-run.js';
import { ObjectLink } from '../../../support/object-link.js';
import { nested } from '../../../support/nested.js';

/** A script of one instance with what it asked for, and what it was told. */
function scripted(run = new ObjectRun()) {
  const instance = {
    sharedObjects: new InstanceSharedObjects(run.environment, new HookChain([], run.logger), run.logger, () => 1e6),
    logger: run.logger,
  };
  const told: unknown[][] = [];
  const links = new Map<number, { object: (name: unknown, listener: OwnerListener) => OwnerLink }>();
  const operations = objectOperations(
    instance,
    (event, ...args) => told.push([event, ...args]),
    (number) => links.get(number),
  );
  const { objects } = instance.sharedObjects;
  /** Another use of the object, after all news. */
  const client = async (name: string, persistent = true): Promise<ObjectClient> => {
    const client = new ObjectClient();
    const used = await objects.use(client, { name, persistent, version: 0, mayCreate: true });
    if (typeof used === 'string') throw new Error(used);
    client.use = used.use;
    run.clock.turn();
    return client;
  };
  return { run, ...operations, links, told, objects, client };
}

describe('an object of a script', () => {
  test('is answered as it is, and its news makes a replica of it', async () => {
    const { run, handlers, told, objects, client } = scripted();
    const a = await client('room/one');
    const object = objects.find('room/one', true)!;
    a.set(object, 'x', 1);
    const state = await handlers['object.open'](7, 'room/one', true, undefined);
    expect([state.version, unpack(state.properties)]).toEqual([object.version, ['x', 1]]);
    const replica = new ObjectReplica(state);
    run.clock.turn();
    a.set(object, 'x', 2);
    void handlers['object.set'](7, 'y', pack(3));
    replica.set('y', 3);
    void handlers['object.send'](7, 'hello', pack('all', 4));
    run.clock.turn();
    a.delete(object, 'x');
    run.clock.turn();
    expect(told.map(([event, number]) => [event, number])).toEqual([
      ['object.news', 7],
      ['object.message', 7],
      ['object.news', 7],
      ['object.news', 7],
    ]);
    const news = told
      .filter(([event]) => event === 'object.news')
      .map(([, ...args]) => args as Parameters<ScriptEvents['object.news']>);
    expect(news.map(([, ...one]) => replica.take(...one))).toEqual([
      [{ code: 'change', name: 'x', oldValue: 1 }],
      [],
      [{ code: 'delete', name: 'x', oldValue: 2 }],
    ]);
    expect([replica.version, replica.names()]).toEqual([object.version, ['y']]);
    const [, , handler, args] = told[1]!;
    expect([handler, unpack(args as Uint8Array)]).toEqual(['hello', ['all', 4]]);
  });

  test('is locked, cleared, purged and stored', async () => {
    const { run, handlers, client, objects } = scripted();
    await handlers['object.open'](1, 'o', true, undefined);
    const a = await client('o');
    const object = objects.find('o', true)!;
    expect([handlers['object.lock'](1), handlers['object.lock'](1)]).toEqual([1, 2]);
    a.set(object, 'x', 1);
    void handlers['object.set'](1, 'y', pack(2));
    void handlers['object.mark'](1, 'done', pack());
    run.clock.turn();
    expect(a.heard().slice(2)).toEqual([]);
    expect([handlers['object.unlock'](1), handlers['object.unlock'](1), handlers['object.unlock'](1)]).toEqual([
      1, 0, -1,
    ]);
    run.clock.turn();
    expect(a.heard()).toEqual(['change y 2', 'done', 'success x']);
    expect(handlers['object.isDirty'](1)).toBe(true);
    expect(await handlers['object.flush'](1)).toBe(true);
    expect(handlers['object.isDirty'](1)).toBe(false);
    void handlers['object.set'](1, 'x', pack(null));
    void handlers['object.option'](1, 'resyncDepth', -1);
    expect(object.resyncDepth).toBe(Infinity);
    void handlers['object.option'](1, 'resyncDepth', 5);
    void handlers['object.option'](1, 'autoCommit', false);
    void handlers['object.purge'](1, object.version);
    expect([object.resyncDepth, object.autoCommit]).toEqual([5, false]);
    expect(await handlers['object.commit']('other')).toBe(true);
    expect(object.isDirty).toBe(true);
    expect(await handlers['object.commit'](undefined)).toBe(true);
    expect(object.isDirty).toBe(false);
    void handlers['object.clear'](1);
    expect(object.size).toBe(0);
    run.store.save = () => Promise.reject(new Error('the disk is full'));
    expect([await handlers['object.flush'](1), await handlers['object.commit'](undefined)]).toEqual([false, false]);
    expect(run.logger.at('error')).toHaveLength(2);
  });

  test('that is not persistent is never stored', async () => {
    const { handlers } = scripted();
    await handlers['object.open'](1, 'o', false, undefined);
    void handlers['object.set'](1, 'x', pack(1));
    expect([handlers['object.isDirty'](1), await handlers['object.flush'](1)]).toEqual([false, false]);
  });

  test('does nothing when it is not open, or closed', async () => {
    const { handlers, close, run } = scripted();
    const nothing = (number: number): unknown[] => [
      handlers['object.send'](number, 'x', pack()),
      handlers['object.lock'](number),
      handlers['object.unlock'](number),
      handlers['object.isDirty'](number),
      handlers['object.flush'](number),
      handlers['object.set'](number, 'x', pack(1)),
      handlers['object.clear'](number),
      handlers['object.purge'](number, 3),
      handlers['object.option'](number, 'autoCommit', true),
    ];
    const none = [false, -1, -1, false, false, undefined, undefined, undefined, undefined];
    expect(nothing(1)).toEqual(none);
    await handlers['object.open'](1, 'o', false, undefined);
    await handlers['object.open'](2, 'p', false, undefined);
    await handlers['object.close'](1);
    expect(nothing(1)).toEqual(none);
    expect(run.entered).toBe(1);
    close();
    expect(run.entered).toBe(0);
    await handlers['object.open'](3, 'o', false, undefined);
    expect(run.entered).toBe(0);
  });

  test('that cannot be had fails with a status code', async () => {
    const { handlers, run } = scripted(new ObjectRun({ maxObjects: 1 }));
    await handlers['object.open'](1, 'o', true, undefined);
    for (const name of ['p', '../o', '']) {
      await expect(handlers['object.open'](2, name, true, undefined)).rejects.toThrow(
        'SharedObject.ObjectCreationFailed',
      );
    }
    expect(run.logger.at('warn')).toHaveLength(3);
  });

  test('of a value that cannot be read back says what the property is', async () => {
    const { handlers, run, told } = scripted();
    await handlers['object.open'](1, 'o', true, undefined);
    void handlers['object.set'](1, 'x', pack(1));
    void handlers['object.set'](1, 'x', pack(nested(400)));
    run.clock.turn();
    const [, , , confirmed, items, values] = told[0]!;
    expect([confirmed, items, unpack(values as Uint8Array)]).toEqual([
      2,
      [
        { code: 'success', name: 'x' },
        { code: 'reject', name: 'x', value: 0 },
      ],
      [1],
    ]);
  });
});

describe('an object of another instance', () => {
  test('is changed where it is owned, and there only; clients here use it too', async () => {
    const { run, handlers, links, told, client, objects, close } = scripted();
    const owned = run.object();
    const link = new ObjectLink(owned);
    const settle = (): void => {
      for (let round = 0; round < 3; round++) {
        link.arrive();
        run.clock.turn();
        link.hear();
        run.clock.turn();
      }
    };
    await expect(handlers['object.open'](1, 'o', true, 5)).rejects.toThrow('closed');
    expect(run.entered).toBe(0);
    links.set(5, { object: (_name, listener) => link.open(listener) });
    const state = await handlers['object.open'](1, 'o', true, 5);
    const replica = new ObjectReplica(state);
    const hear = (): unknown[] =>
      told
        .splice(0)
        .flatMap(([, , ...args]) => replica.take(...(args as Parameters<ObjectReplica['take']>)))
        .map(({ code, name }) => (name === undefined ? code : `${code} ${name}`));
    void handlers['object.set'](1, 'x', pack(1));
    settle();
    expect([owned.size, replica.get('x'), hear()]).toEqual([0, undefined, []]);
    link.up();
    settle();
    expect([owned.get('x'), hear(), replica.get('x')]).toEqual([1, ['clear', 'success x'], 1]);
    const a = await client('o');
    const here = objects.find('o', true)!;
    a.set(here, 'y', 2);
    settle();
    expect([owned.get('y'), a.heard(), hear()]).toEqual([
      2,
      ['useSuccess', 'clear', 'change x 1', 'success y'],
      ['change y'],
    ]);
    const there = new ObjectClient().join(owned);
    run.clock.turn();
    there.set(owned, 'x', 3);
    void handlers['object.set'](1, 'x', pack(4));
    settle();
    expect([replica.get('x'), hear(), replica.get('x'), a.copy.get('x')]).toEqual([1, ['reject x', 'change x'], 3, 3]);
    link.mayWrite = false;
    void handlers['object.set'](1, 'z', pack(1));
    a.set(here, 'w', 1);
    settle();
    const codes = told.filter(([event]) => event === 'object.status').map(([, , code]) => code);
    expect([codes, a.copy.has('w'), owned.size]).toEqual([['SharedObject.NoWriteAccess'], false, 2]);
    expect([handlers['object.lock'](1), handlers['object.unlock'](1)]).toEqual([-1, -1]);
    expect([await handlers['object.flush'](1), handlers['object.isDirty'](1)]).toEqual([false, false]);
    link.mayWrite = true;
    void handlers['object.clear'](1);
    settle();
    expect([owned.size, a.copy.size]).toEqual([0, 0]);
    link.down();
    a.set(here, 'x', 5);
    run.clock.turn();
    expect([owned.size, a.copy.size, a.heard().slice(-2)]).toEqual([
      0,
      0,
      ['remove x', 'status SharedObject.NoWriteAccess'],
    ]);
    close();
    expect(objects.find('o', true)?.users).toBe(1);
    here.leave(a.use!);
    expect(objects.size).toBe(0);
  });

  test('cannot take the place of one that is used here', async () => {
    const { handlers, links, run, client } = scripted();
    const link = new ObjectLink(run.object());
    links.set(5, { object: (_name, listener) => link.open(listener) });
    await client('o');
    await expect(handlers['object.open'](1, 'o', true, 5)).rejects.toThrow('SharedObject.ObjectCreationFailed');
    const other = await handlers['object.open'](1, 'o', false, 5);
    expect([other.isProxied, (await handlers['object.open'](2, 'o', false, undefined)).isProxied]).toEqual([
      true,
      true,
    ]);
  });
});

describe('clearSharedObjects', () => {
  test('deletes what is meant, used or stored', async () => {
    const { handlers, run, objects, client } = scripted();
    const used = await client('a/one');
    const temporary = await client('a/temporary', false);
    used.set(objects.find('a/one', true)!, 'x', 1);
    temporary.set(objects.find('a/temporary', false)!, 'x', 1);
    for (const name of ['a/one', 'a/two', 'a/b/three', 'four']) {
      run.store.contents.set(name, { name, version: 1, properties: new Map(), deleted: new Map() });
    }
    run.clock.turn();
    expect(await handlers['application.clearSharedObjects']('/a')).toBe(false);
    expect(await handlers['application.clearSharedObjects']('/a/t*')).toBe(true);
    run.clock.turn();
    expect([used.copy.size, temporary.copy.size, await run.store.names()]).toEqual([
      1,
      0,
      ['a/one', 'a/b/three', 'four'],
    ]);
    expect(await handlers['application.clearSharedObjects']('/')).toBe(true);
    run.clock.turn();
    expect([used.copy.size, await run.store.names()]).toEqual([0, ['a/one']]);
    run.store.remove = () => Promise.reject(new Error('the disk says no'));
    run.store.contents.set('x', { name: 'x', version: 1, properties: new Map(), deleted: new Map() });
    expect(await handlers['application.clearSharedObjects']('x')).toBe(false);
  });

  test('empties one that is being loaded', async () => {
    const { handlers, run, client } = scripted();
    const properties = new Map([['x', { value: 1, version: 1 }]]);
    run.store.contents.set('o', { name: 'o', version: 1, properties, deleted: new Map() });
    let opened = (): void => undefined;
    run.store.opening = new Promise<void>((resolve) => (opened = resolve));
    const coming = client('o');
    const cleared = handlers['application.clearSharedObjects']('/o');
    opened();
    expect(await cleared).toBe(true);
    const a = await coming;
    run.clock.turn();
    expect(a.copy.size).toBe(0);
  });
});
