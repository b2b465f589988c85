import { describe, expect, test, vi } from 'vitest';
import { ObjectClient, ObjectRun, twoClients as two } from '../../support/shared-object-run.js';

describe('changes', () => {
  test('the sender hears success, the others the change; all with the same version', () => {
    const run = new ObjectRun();
    const { object, a, b } = two(run);
    a.set(object, 'x', 1);
    expect([a.heard(), b.heard()]).toEqual([[], []]);
    run.clock.turn();
    expect([a.heard(), b.heard()]).toEqual([['success x'], ['change x 1']]);
    expect([a.version, b.version, object.version]).toEqual([2, 2, 2]);
  });

  test('those of one turn are one message, shared by all who asked for nothing', () => {
    const run = new ObjectRun();
    const { object, a, b } = two(run);
    const c = new ObjectClient().join(object);
    run.clock.turn();
    a.set(object, 'x', 1);
    a.set(object, 'y', 2);
    run.clock.turn();
    expect(b.updates.at(-1)).toBe(c.updates.at(-1));
    expect(a.updates.at(-1)).not.toBe(b.updates.at(-1));
    expect(b.updates.at(-1)!.messages('amf0')).toBe(c.updates.at(-1)!.messages('amf0'));
    expect(object.version).toBe(2);
  });

  test('what is old before anybody was told is not told, unless a message lies between', () => {
    const run = new ObjectRun();
    const { object, a, b } = two(run);
    a.set(object, 'x', 1);
    a.set(object, 'x', 2);
    a.send(object, 'show');
    a.set(object, 'x', 3);
    run.clock.turn();
    expect(b.heard()).toEqual(['change x 2', 'show', 'change x 3']);
    expect(a.heard()).toEqual(['success x', 'success x', 'show', 'success x']);
  });

  test('who comes too late is told what the property is', () => {
    const run = new ObjectRun();
    const { object, a, b } = two(run);
    a.set(object, 'x', 1);
    b.set(object, 'x', 2);
    b.delete(object, 'x');
    run.clock.turn();
    expect(b.heard()).toEqual(['change x 1', 'change x 1', 'change x 1']);
    expect(a.heard()).toEqual(['success x']);
    expect(object.counts.snapshot).toEqual({ changes: 1, rejected: 2, refused: 0, messages: 0 });
    b.set(object, 'x', 3);
    run.clock.turn();
    expect([a.heard(), b.heard()]).toEqual([['change x 3'], ['success x']]);
  });

  test('a version that nobody was told of gives no right to overwrite what the client says it knows', () => {
    const run = new ObjectRun();
    const { object, a, b } = two(run);
    a.set(object, 'x', 1);
    run.clock.turn();
    b.version = 1;
    b.set(object, 'x', 2);
    run.clock.turn();
    expect(b.copy.get('x')).toBe(1);
  });

  test('null deletes; everybody hears it, the sender too; deleting what is not there is answered to the sender', () => {
    const run = new ObjectRun();
    const { object, a, b } = two(run);
    a.set(object, 'x', 1);
    run.clock.turn();
    b.set(object, 'x', null);
    b.delete(object, 'y');
    run.clock.turn();
    expect([a.heard(), b.heard()]).toEqual([
      ['success x', 'remove x'],
      ['change x 1', 'remove x', 'remove y'],
    ]);
  });

  test('messages reach everybody, the sender too, and change no version', () => {
    const run = new ObjectRun();
    const { object, a, b } = two(run);
    a.send(object, 'show', 'hi', 1);
    run.clock.turn();
    expect([a.heard(), b.heard(), object.version]).toEqual([['show "hi" 1'], ['show "hi" 1'], 1]);
  });

  test('who may not write is told so, and what the properties are', () => {
    const run = new ObjectRun();
    const { object, a, b } = two(run);
    a.set(object, 'x', 1);
    run.clock.turn();
    const events = [
      {
        event: 'requestChange',
        properties: [
          ['x', 2],
          ['y', 3],
        ],
      },
      { event: 'requestRemove', names: ['x'] },
      { event: 'sendMessage', handler: 'show', args: [] },
    ] as const;
    b.heard();
    void object.request(b.use!, { version: b.version, events, mayWrite: false });
    run.clock.turn();
    expect(b.heard()).toEqual(['change x 1', 'remove y', 'change x 1', 'status SharedObject.NoWriteAccess']);
    expect(a.heard()).toEqual(['success x']);
  });

  test.each([
    ['properties', { maxProperties: 1 }, 'y', 1],
    ['bytes of a property', { maxPropertySize: 20 }, 'y', 'x'.repeat(20)],
    ['bytes of all properties', { maxSize: 19 }, 'y', 1],
  ])('the bound of %s', (_, options, name, value) => {
    const run = new ObjectRun(options);
    const { object, a, b } = two(run);
    a.set(object, 'x', 1);
    run.clock.turn();
    a.heard();
    b.heard();
    a.set(object, name, value);
    run.clock.turn();
    expect([a.heard(), b.heard()]).toEqual([['remove y', 'status SharedObject.NoWriteAccess'], []]);
    a.set(object, 'x', 2);
    run.clock.turn();
    expect([a.copy.get('x'), b.copy.get('x')]).toEqual([2, 2]);
  });
});

describe('coming', () => {
  test('a fresh client is told everything, after a clear; an empty object is a clear', () => {
    const run = new ObjectRun();
    const object = run.object();
    const a = new ObjectClient().join(object);
    run.clock.turn();
    expect(a.heard()).toEqual(['useSuccess', 'clear']);
    a.set(object, 'x', 1);
    run.clock.turn();
    const b = new ObjectClient().join(object);
    run.clock.turn();
    expect(b.heard()).toEqual(['useSuccess', 'clear', 'change x 1']);
  });

  test('who comes back to a persistent object is told what changed, deletions first', () => {
    const run = new ObjectRun();
    const { object, a, b } = two(run);
    a.set(object, 'x', 1);
    a.set(object, 'y', 1);
    run.clock.turn();
    object.leave(b.use!);
    a.delete(object, 'x');
    a.set(object, 'z', 1);
    run.clock.turn();
    b.heard();
    b.join(object);
    run.clock.turn();
    expect(b.heard()).toEqual(['useSuccess', 'remove x', 'change z 1']);
    object.leave(b.use!);
    b.join(object);
    run.clock.turn();
    expect(b.heard()).toEqual(['useSuccess']);
  });

  test.each([
    ['the version is from elsewhere', {}, true, 99],
    ['it is further back than resyncDepth', { resyncDepth: 1 }, true, 1],
    ['the object is not persistent', {}, false, 2],
  ])('everything is told when %s', (_, options, persistent, version) => {
    const run = new ObjectRun(options);
    const { object, a } = two(run, run.object(persistent));
    for (let i = 0; i < 3; i++) {
      a.set(object, 'x', i);
      run.clock.turn();
    }
    const b = new ObjectClient().join(object, version);
    run.clock.turn();
    expect(b.heard()).toEqual(['useSuccess', 'clear', 'change x 2']);
  });

  test('purge: who does not know what was deleted before gets everything', () => {
    const run = new ObjectRun();
    const { object, a } = two(run);
    a.set(object, 'x', 1);
    a.set(object, 'y', 1);
    run.clock.turn();
    a.delete(object, 'x');
    run.clock.turn();
    object.purge(object.version + 1);
    const b = new ObjectClient().join(object, 2);
    run.clock.turn();
    expect(b.heard()).toEqual(['useSuccess', 'clear', 'change y 1']);
  });

  test('who comes in the middle of a turn hears the messages behind that, and nothing after the release', () => {
    const run = new ObjectRun();
    const { object, a, b } = two(run);
    a.send(object, 'early');
    const c = new ObjectClient().join(object);
    a.send(object, 'late');
    object.leave(b.use!);
    run.clock.turn();
    expect(c.heard()).toEqual(['useSuccess', 'clear', 'late']);
    expect(b.heard()).toEqual([]);
  });
});

describe('a large object', () => {
  /** An object with one user in each of three audiences; telling each takes time. */
  function large() {
    const run = new ObjectRun({}, 1);
    const object = run.object();
    const clients = [1, 2, 3].map(() => new ObjectClient().join(object));
    run.clock.turn();
    for (const client of clients) client.heard();
    return { run, object, clients, heard: () => clients.map((client) => client.heard()) };
  }

  test('tells its audiences one after the other, all the same, encoded once', () => {
    const { run, object, clients, heard } = large();
    object.command(clients[0]!.use!, { event: 'sendMessage', handler: 'show', args: [1] });
    run.clock.turn();
    expect(heard()).toEqual([['show 1'], ['show 1'], ['show 1']]);
    const [first, ...others] = clients.map(({ updates }) => updates.at(-1)!);
    for (const other of others) expect(other).toBe(first);
  });

  test('tells an audience what happened since it was told last, and who asked for it, what became of that', () => {
    const { run, object, clients, heard } = large();
    const [a, b, c] = clients as [ObjectClient, ObjectClient, ObjectClient];
    vi.spyOn(a, 'receive').mockImplementationOnce((update) => {
      ObjectClient.prototype.receive.call(a, update);
      // Before the others are told: b does not know of x, and comes too late.
      b.set(object, 'x', 2);
      c.set(object, 'y', 3);
    });
    object.command(b.use!, { event: 'requestChange', properties: [['w', 1]] });
    a.set(object, 'x', 1);
    run.clock.turn();
    run.clock.advance(1000);
    expect(heard()).toEqual([
      ['change w 1', 'success x', 'change y 3'],
      ['success w', 'change x 1', 'change x 1', 'change y 3'],
      ['change w 1', 'change x 1', 'success y'],
    ]);
    expect(clients.map(({ version }) => version)).toEqual([3, 3, 3]);
  });

  test('tells all of them before it is locked, and none of them until it is unlocked', () => {
    const { run, object, clients, heard } = large();
    clients[0]!.set(object, 'x', 1);
    object.lock();
    expect(heard()).toEqual([['success x'], ['change x 1'], ['change x 1']]);
    object.command(clients[1]!.use!, { event: 'requestChange', properties: [['y', 1]] });
    run.clock.turn();
    expect(heard()).toEqual([[], [], []]);
    object.unlock();
    run.clock.turn();
    expect(heard()).toEqual([['change y 1'], ['success y'], ['change y 1']]);
    for (const { use } of clients) object.leave(use!);
    run.clock.turn();
    expect([run.unused, run.clock.timers]).toEqual([1, 0]);
  });
});
