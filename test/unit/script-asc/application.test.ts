import { describe, expect, it } from 'vitest';
import { ascClient, AscRun } from '../../support/asc-run.js';
import { fakeObjects } from '../../support/fake-objects.js';

describe('the life of an application', () => {
  it.each([
    ['return false', 'Application.GC', false],
    ['', 'Application.GC', true],
    ['return false', 'Application.Shutdown', true],
    ['nothing()', 'Application.GC', true],
  ])('onAppStop: %s, %s', async (code, why, mayStop) => {
    const run = await AscRun.load(`application.onAppStop = function (info) { trace(info.code); ${code} }`);
    expect(run.event('stopping', why)).toEqual({ value: mayStop });
    expect(run.traced).toEqual([why]);
  });

  it('registerProxy forwards to a client and to a connection', async () => {
    const run = await AscRun.load(
      `var nc = new NetConnection(); nc.connect("rtmp://other/app");
      application.registerProxy("far", nc, "near");
      application.onConnect = function (c) { application.registerProxy("toFirst", application.clients[0] || c); return true }`,
      {
        operations: {
          'connection.open': () => true,
          'connection.call': () => ({ answer: 'result', value: new Uint8Array([4, 7]) }),
          'client.call': () => ({ answer: 'result', value: new Uint8Array([4, 8]) }),
        },
      },
    );
    run.connect('a');
    const answers: unknown[] = [];
    for (const method of ['far', 'toFirst']) {
      run.guest.event('call', ['a', method, new Uint8Array()], (_error, answer) => answers.push(answer));
    }
    run.pass(0);
    expect(answers).toEqual([
      { answer: 'result', value: new Uint8Array([4, 7]) },
      { answer: 'result', value: new Uint8Array([4, 8]) },
    ]);
    run.evaluate('application.registerProxy("far", null)');
    expect(run.call('a', 'far')).toBe('absent');
  });

  it('registerProxy goes by what the connection is when a client calls', async () => {
    const run = await AscRun.load('var nc = new NetConnection(); application.registerProxy("far", nc)', {
      operations: {
        'connection.open': () => true,
        'connection.call': (number: number) => ({ answer: 'result', value: new Uint8Array([4, number]) }),
      },
    });
    run.connect('a');
    const answers: unknown[] = [];
    const call = (): void => {
      run.guest.event('call', ['a', 'far', new Uint8Array()], (error, answer) => answers.push(error ?? answer));
      run.pass(0);
    };
    call();
    for (let i = 0; i < 2; i++) {
      run.evaluate('nc.connect("rtmp://other/app")');
      call();
    }
    expect(answers).toEqual([
      expect.objectContaining({ answer: 'error', description: 'there is no connection to the other server' }),
      { answer: 'result', value: new Uint8Array([4, 1]) },
      { answer: 'result', value: new Uint8Array([4, 2]) },
    ]);
  });

  it('onPublish and onUnpublish get the Stream', async () => {
    const run = await AscRun.load(
      `application.onPublish = function (c, s) { trace(c.id + s.name + s.type + s.publishQueryString + (s === Stream.get("mp4:" + s.name))) };
      application.onUnpublish = function (c, s) { trace("un" + s.name) }`,
    );
    run.connect('a');
    const stream = { type: 'mp4', name: 'mp4:cam', query: 'k=1' };
    expect(run.event('publish', 'a', stream, 'live')).toEqual({ value: undefined });
    run.event('unpublish', 'a', stream);
    expect(run.traced).toEqual(['acammp4k=1true', 'uncam']);
  });

  it('a connection to another server hears, and is called', async () => {
    const run = await AscRun.load(
      `var nc = new NetConnection();
      nc.onStatus = function (info) { trace(info.code + this.isConnected) };
      nc.add = function (a, b) { return a + b };
      trace(nc.connect("rtmp://other/app", 1) + nc.uri + nc.isConnected); trace(nc.connect("rtmpt://x/y"))`,
      { operations: { 'connection.open': () => true } },
    );
    run.pass(0);
    expect(run.traced).toEqual(['truertmp://other/appfalse', 'false', 'NetConnection.Connect.Failedfalse']);
    expect(run.of('connection.close')).toEqual([[1]]);
  });

  it('setProperty keeps a copy; getProperty gives the same object again; null deletes', async () => {
    const run = await AscRun.load(
      `var so = SharedObject.get("s", true), o = { n: 1, f: trace };
      so.setProperty("o", o); o.n = 2;
      trace(so.getProperty("o").n + String(so.getProperty("o") === so.getProperty("o")) + so.getProperty("o").f);
      trace(so.lock() + so.unlock()); trace(so.getPropertyNames()); so.setProperty("o", null);
      trace("" + so.getProperty("o") + so.size() + (SharedObject.get("s", true) === so) + (SharedObject.get("s", false) === so));
      so.onSync = function (list) { trace(list.toSource()) };
      so.play = function (text) { trace("play " + text) }`,
      { operations: fakeObjects() },
    );
    expect(run.traced).toEqual(['1trueundefined', '1', 'o', 'undefined0truefalse']);
    run.event('object.news', 1, 5, 2, [{ code: 'change', name: 'k', value: 0 }], new Uint8Array([4, 7]));
    run.event('object.message', 1, 'play', new Uint8Array([6, 5, 0x68, 0x69]));
    run.event('object.message', 1, 'setProperty', new Uint8Array([6, 5, 0x68, 0x69]));
    expect(run.traced.slice(4)).toEqual(['[{code:"change", name:"k"}]', 'play hi']);
    expect(run.evaluate('so.getProperty("k")')).toBe(7);
    expect(run.of('object.set')).toHaveLength(2);
  });

  it('a shared object that cannot be opened is empty, and says why', async () => {
    const run = await AscRun.load('var so = SharedObject.get("s"); so.onStatus = function (i) { trace(i.code) }', {
      operations: {
        'object.open': () => {
          throw new Error('SharedObject.BadPersistence: it is otherwise');
        },
      },
    });
    run.pass(0);
    expect(run.traced).toEqual(['SharedObject.BadPersistence']);
  });

  it('clients hear a broadcast, and access is told to the server', async () => {
    const run = await AscRun.load(`application.onConnect = function (c) { c.readAccess = "a;b"; return true }
      function all() { application.broadcastMsg("news", 1) }`);
    run.connect(ascClient.id);
    run.evaluate('all()');
    expect(run.of('client.setAccess')).toEqual([[ascClient.id, 'readAccess', 'a;b']]);
    const [[id, method, args, wantsAnswer]] = run.of('client.call') as [[string, string, Uint8Array, boolean]];
    expect([id, method, ...args, wantsAnswer]).toEqual([ascClient.id, 'news', 4, 1, false]);
  });
});
