import { expect, it } from 'vitest';
import { pack, unpack } from '../../../src/script/protocol/pack.js';
import { AscRun } from '../../support/asc-run.js';
import { fakeObjects } from '../../support/fake-objects.js';

/** What the server was told of objects, with the values. They are bytes of another realm. */
function told(run: AscRun): unknown[][] {
  return run.told
    .filter(([name]) => name.startsWith('object.'))
    .map((one) => one.map((part) => (ArrayBuffer.isView(part) ? unpack(part as Uint8Array) : part)));
}

it('every member of SharedObject is asked of the server, or answered by what it has said', async () => {
  const run = await AscRun.load(
    `var so = SharedObject.get("rooms/one", true);
    trace([so.name, so.version, so.size(), so.getPropertyNames(), so.getProperty("x"), so.getProperty("none")].join());
    so.setProperty("y", 2); so.setProperty("x", null);
    trace([so.size(), so.getPropertyNames(), so.isDirty, so.autoCommit, so.resyncDepth].join());
    trace([so.lock(), so.mark("batch", 1), so.unlock(), so.send("show", "all"), so.flush(), SharedObject.commit("rooms/one")].join());
    so.autoCommit = false; so.resyncDepth = 5; so.purge(3);
    trace([so.autoCommit, so.resyncDepth, so.clear(), so.size()].join());
    so.close();
    trace([so.lock(), so.send("show"), so.flush(), so.clear(), so.isDirty].join());`,
    { operations: fakeObjects(pack('x', 1)) },
  );
  expect(run.traced).toEqual([
    'rooms/one,1,1,x,1,',
    '1,y,true,true,-1',
    '1,true,0,true,true,true',
    'false,5,true,0',
    '-1,false,false,false,false',
  ]);
  expect(told(run)).toEqual([
    ['object.open', 1, 'rooms/one', true, undefined],
    ['object.set', 1, 'y', [2]],
    ['object.set', 1, 'x', [null]],
    ['object.isDirty', 1],
    ['object.lock', 1],
    ['object.mark', 1, 'batch', [1]],
    ['object.unlock', 1],
    ['object.send', 1, 'show', ['all']],
    ['object.flush', 1],
    ['object.commit', 'rooms/one'],
    ['object.option', 1, 'autoCommit', false],
    ['object.option', 1, 'resyncDepth', 5],
    ['object.purge', 1, 3],
    ['object.clear', 1],
    ['object.close', 1],
  ]);
});

it('what happens reaches onSync with the old values, onStatus, and handlers by name', async () => {
  const run = await AscRun.load(
    `var so = SharedObject.get("s", false);
    so.onSync = function (list) { for (var i in list) trace([list[i].code, list[i].name, list[i].oldValue].join()) };
    so.onStatus = function (info) { trace(info.code + " " + info.level) };
    so.show = function (text, n) { trace("show " + text + n + (this === so)) };
    SharedObject.prototype.fromPrototype = function () { trace("prototype") };`,
    { operations: fakeObjects(pack('x', 1)) },
  );
  const codes = ['change', 'delete', 'clear'] as const;
  for (const [at, code] of codes.entries()) {
    const item = code === 'clear' ? { code } : { code, name: 'x', ...(code === 'change' && { value: 0 }) };
    run.event('object.news', 1, at + 2, 0, [item], code === 'change' ? pack(at + 7) : pack());
  }
  run.event('object.status', 1, 'SharedObject.NoWriteAccess', 'error');
  run.event('object.message', 1, 'show', pack('me', 2));
  run.event('object.message', 1, 'fromPrototype', pack());
  run.event('object.message', 1, 'nobody', pack());
  expect(run.traced).toEqual([
    'change,x,1',
    'delete,x,7',
    'clear,,',
    'SharedObject.NoWriteAccess error',
    'show me2true',
    'prototype',
  ]);
  expect(run.evaluate('so.version')).toBe(4);
});

it('an object of another instance is opened by its connection', async () => {
  const run = await AscRun.load(
    `var nc = new NetConnection(); nc.connect("rtmp://other.example/lobby");
    var so = SharedObject.get("users", true, nc); trace(so.lock() + " " + so.flush());`,
    {
      operations: {
        ...fakeObjects(),
        'connection.open': () => true,
        'object.open': () => ({ version: 1, properties: pack(), isProxied: true }),
        'object.lock': () => -1,
        'object.flush': () => false,
      },
    },
  );
  const [[, , , connection]] = run.of('object.open') as [[unknown, unknown, unknown, unknown]];
  expect([run.of('object.open'), run.of('connection.open')[0]![0]]).toEqual([
    [[1, 'users', true, connection]],
    connection,
  ]);
  expect(run.traced).toEqual(['-1 false']);
});
