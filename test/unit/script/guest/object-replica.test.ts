import { describe, expect, test } from 'vitest';
import { ObjectReplica } from '../../../../src/script/guest/object-replica.js';
import { pack } from '../../../../src/script/protocol/pack.js';
import { ObjectClient, ObjectRun } from '../../../support/shared-object-run.js';
import { ReplicaRun } from '../../../support/replica-run.js';

describe('a script and a client', () => {
  function both() {
    const run = new ObjectRun();
    const object = run.object();
    const client = new ObjectClient().join(object);
    run.clock.turn();
    client.set(object, 'x', 1);
    run.clock.turn();
    const script = new ReplicaRun(object);
    /** All that is on its way arrives. */
    const settle = (): void => {
      script.arrive();
      run.clock.turn();
      script.hear();
    };
    return { run, object, client, script, replica: script.replica, settle };
  }

  test('what there is, what others change, and how it was before', () => {
    const { object, client, script, settle } = both();
    expect(script.seen).toEqual({ x: 1 });
    client.set(object, 'x', 2);
    client.set(object, 'y', 3);
    settle();
    expect([script.seen, script.heard()]).toEqual([{ x: 2, y: 3 }, ['change x was 1', 'change y']]);
    client.delete(object, 'x');
    client.send(object, 'hello', 4);
    settle();
    expect([script.seen, script.heard()]).toEqual([{ y: 3 }, ['delete x was 2', 'hello 4']]);
  });

  test('its own changes are seen at once, and it is not told of them', () => {
    const { script, replica, settle, object, client } = both();
    const { version } = replica;
    script.set('y', 5);
    expect([script.seen, replica.size, replica.version]).toEqual([{ x: 1, y: 5 }, 2, version + 1]);
    script.set('x', null);
    expect(script.seen).toEqual({ y: 5 });
    settle();
    expect([script.seen, replica.version, object.version]).toEqual([{ y: 5 }, version + 1, version + 1]);
    script.clear();
    script.set('z', 6);
    expect([script.seen, replica.size]).toEqual([{ z: 6 }, 1]);
    settle();
    expect([script.seen, script.heard(), [...client.copy]]).toEqual([{ z: 6 }, [], [['z', 6]]]);
  });

  test('news of others does not undo what the server does not know yet', () => {
    const { run, object, client, script } = both();
    script.set('x', 7);
    script.set('x', 8);
    client.set(object, 'x', 2);
    run.clock.turn();
    script.hear();
    expect([script.seen, script.heard()]).toEqual([{ x: 8 }, ['change x was 1']]);
    script.arrive(1);
    run.clock.turn();
    script.hear();
    expect([script.seen, object.get('x')]).toEqual([{ x: 8 }, 7]);
    script.arrive();
    client.set(object, 'x', 9);
    run.clock.turn();
    client.set(object, 'x', 9);
    run.clock.turn();
    script.hear();
    expect(script.seen).toEqual({ x: 9 });
  });

  test('a deletion that others have followed up in the same turn is confirmed without news of it', () => {
    const { object, client, script, settle, replica } = both();
    script.set('x', undefined);
    script.arrive();
    client.set(object, 'x', 2);
    settle();
    expect([script.seen, script.heard()]).toEqual([{ x: 2 }, ['change x was 1']]);
    script.set('x', null);
    script.send('gone');
    settle();
    expect([script.seen, script.heard(), replica.version]).toEqual([{}, ['gone'], object.version]);
  });

  test('what goes beyond a bound is rejected, and is what it was', () => {
    const { script, settle } = both();
    script.set('x', 'x'.repeat(2000));
    script.set('big', 'x'.repeat(2000));
    settle();
    expect([script.seen, script.heard()]).toEqual([{ x: 1 }, ['reject x was 1', 'reject big']]);
  });

  test('an object that another script has locked is seen as it becomes', () => {
    const run = new ObjectRun();
    const object = run.object();
    const owner = new ReplicaRun(object);
    owner.server.lock();
    owner.set('x', 1);
    owner.arrive();
    const script = new ReplicaRun(object);
    owner.set('x', 2);
    owner.arrive();
    expect(script.seen).toEqual({ x: 1 });
    owner.server.unlock();
    run.clock.turn();
    script.hear();
    expect(script.seen).toEqual({ x: 2 });
  });
});

describe('an object of another instance', () => {
  const proxied = (): ObjectReplica => new ObjectReplica({ version: 3, properties: pack('x', 1), isProxied: true });

  test('is changed when the owner says so', () => {
    const replica = proxied();
    replica.set('x', 2);
    replica.clear();
    expect([replica.get('x'), replica.version]).toEqual([1, 3]);
    const success = { code: 'success', name: 'x', value: 0 } as const;
    expect(replica.take(4, 0, [success], pack(2))).toEqual([{ code: 'success', name: 'x' }]);
    expect([replica.get('x'), replica.version]).toEqual([2, 4]);
  });

  test('tells of everything', () => {
    const replica = proxied();
    const items = replica.take(
      4,
      0,
      [
        { code: 'reject', name: 'x', value: 1 },
        { code: 'delete', name: 'x', own: true },
        { code: 'clear' },
        { code: 'change', name: 'y', value: 0 },
      ],
      pack(5, 6),
    );
    expect(items).toEqual([
      { code: 'reject', name: 'x', oldValue: 1 },
      { code: 'delete', name: 'x', oldValue: 6 },
      { code: 'clear' },
      { code: 'change', name: 'y' },
    ]);
    expect(replica.names()).toEqual(['y']);
  });
});
