import { describe, expect, test } from 'vitest';
import type { SyncItem } from '../../../src/sharedobject/server-shared-object.js';
import { ServerSharedObject } from '../../../src/sharedobject/server-shared-object.js';
import { ObjectClient, ObjectRun, twoClients as two } from '../../support/shared-object-run.js';
import { shown } from '../../support/transcript.js';

describe('a script', () => {
  function scripted(run: ObjectRun, object = run.object()) {
    const heard: (SyncItem[] | string)[] = [];
    const script = new ServerSharedObject(object, {
      onSync: (items) => heard.push([...items]),
      onStatus: (code) => heard.push(code),
      onMessage: (handler, args) => heard.push([handler, ...args.map(shown)].join(' ')),
    });
    run.clock.turn();
    return { object, script, heard };
  }

  test('reads, writes, and is told in the one order', () => {
    const run = new ObjectRun();
    const { object, script, heard } = scripted(run);
    const a = new ObjectClient().join(object);
    run.clock.turn();
    expect(script.setProperty('x', 1)).toBe(true);
    expect([script.getProperty('x'), script.getProperty('y'), script.getPropertyNames(), script.size()]).toEqual([
      1,
      undefined,
      ['x'],
      1,
    ]);
    a.set(object, 'y', 1);
    a.send(object, 'show', 2);
    run.clock.turn();
    expect(heard).toEqual([
      [
        { code: 'success', name: 'x' },
        { code: 'change', name: 'y', value: 1 },
      ],
      'show 2',
      [],
    ]);
    expect(script.send('hello')).toBe(true);
    a.set(object, 'y', 5);
    script.setProperty('x', null);
    script.clear();
    run.clock.turn();
    expect(heard.slice(3)).toEqual([
      'hello',
      [
        { code: 'change', name: 'y', value: 5 },
        { code: 'delete', name: 'x', own: true },
        { code: 'clear', own: true },
      ],
    ]);
    expect(a.copy.size).toBe(0);
  });

  test('locks: nested, clients wait, and all of it is one update with one version', () => {
    const run = new ObjectRun();
    const { object, script } = scripted(run);
    const { a, b } = two(run, object);
    expect([script.lock(), script.lock()]).toEqual([1, 2]);
    script.setProperty('x', 1);
    a.set(object, 'y', 2);
    b.set(object, 'x', 3);
    const late = new ObjectClient().join(object);
    run.clock.turn();
    expect([a.heard(), b.heard(), late.heard(), object.get('y')]).toEqual([[], [], [], undefined]);
    const before = a.version;
    script.mark('done');
    expect([script.unlock(), script.unlock(), script.unlock()]).toEqual([1, 0, -1]);
    run.clock.turn();
    expect(a.heard()).toEqual(['change x 1', 'done', 'success y']);
    expect(b.heard()).toEqual(['change x 1', 'done', 'change y 2', 'change x 1']);
    expect(late.heard()).toEqual(['useSuccess', 'clear', 'change x 1', 'change y 2']);
    expect([a.version, late.version]).toEqual([before + 1, before + 1]);
  });

  test('a lock that is never released ends after lockTimeOut; closing releases it', () => {
    const run = new ObjectRun({ lockTimeOut: 1000 });
    const { object, script } = scripted(run);
    const { a } = two(run, object);
    script.lock();
    a.set(object, 'x', 1);
    run.clock.advance(999);
    expect(a.heard()).toEqual([]);
    run.clock.advance(1);
    expect(a.heard()).toEqual(['success x']);
    expect(run.logger.at('warn')).toHaveLength(1);
    expect(script.unlock()).toBe(-1);
    script.lock();
    script.close();
    expect(object.isLocked).toBe(false);
    expect([script.setProperty('x', 2), script.send('x'), script.lock()]).toEqual([false, false, -1]);
    expect(run.clock.timers).toBe(0);
  });

  test('is dirty until it is stored; a flush stores it now', async () => {
    const run = new ObjectRun();
    const { script } = scripted(run);
    expect(script.isDirty).toBe(false);
    script.setProperty('x', 1);
    expect(script.isDirty).toBe(true);
    await script.flush();
    expect(script.isDirty).toBe(false);
    expect(run.store.contents.get('o')!.properties.get('x')).toEqual({ value: 1, version: 2 });
    script.autoCommit = false;
    script.setProperty('x', 2);
    run.clock.turn();
    expect(run.store.touched.has('o')).toBe(false);
    script.close();
    expect(run.store.touched.has('o')).toBe(true);
    expect(run.unused).toBe(1);
  });

  test('one that fails does not keep the others from hearing', () => {
    const run = new ObjectRun();
    const object = run.object();
    const failing = object.join(
      {
        receive: () => {
          throw new Error('no');
        },
      },
      0,
    );
    const { a, b } = two(run, object);
    a.set(object, 'x', 1);
    run.clock.turn();
    expect(b.heard()).toEqual(['change x 1']);
    expect(run.logger.at('error').length).toBeGreaterThan(0);
    object.leave(failing);
  });
});
