import { describe, expect, it } from 'vitest';
import { AmfObject } from '../../../src/amf/value.js';
import { pack, unpack } from '../../../src/script/protocol/pack.js';
import { ascClient, AscRun } from '../../support/asc-run.js';
import { fakeObjects } from '../../support/fake-objects.js';

/** What scripts in the field do, section 1.15 of the reference. */
describe('what real scripts rely on', () => {
  it('client.id may be assigned and reads back, and the server goes on with its own', async () => {
    const run = await AscRun.load(`
      application.onConnect = function (client) { client.id = "u_" + application.nextId++; trace(client.id); return true }
      application.onDisconnect = function (client) { trace("gone " + client.id) }
      Client.prototype.who = function () { this.call("hello"); return this.id }`);
    run.connect('a');
    expect(run.call('a', 'who')).toBe('u_NaN');
    expect(run.of('client.call')).toEqual([['a', 'hello', expect.anything(), false]]);
    run.event('disconnect', 'a');
    expect(run.traced).toEqual(['u_NaN', 'gone u_NaN']);
  });

  it('application.clients is always the same array, in the order of acceptance, of those who are in', async () => {
    const run = await AscRun.load(`
      var clients = application.clients, pending;
      application.onConnect = function (client, wait) { client.n = wait; if (wait) pending = client; else return true }
      application.onDisconnect = function () { trace(clients.length) }
      function names() { var s = ""; for (var i = 0; i < clients.length; i++) s += clients[i].id; return s }`);
    run.connect('a', true);
    run.connect('b', false);
    expect(run.evaluate('names()')).toBe('b');
    run.evaluate('application.acceptConnection(pending); application.acceptConnection(pending)');
    expect(run.evaluate('names() + (clients === application.clients)')).toBe('batrue');
    run.event('disconnect', 'b');
    expect(run.traced).toEqual(['1']);
  });

  it.each([
    ['return true', 'return true', { answer: 'accept' }],
    ['both', 'application.acceptConnection(client); return true', { answer: 'accept' }],
    ['this.acceptConnection', 'this.acceptConnection(client)', { answer: 'accept' }],
    ['return false', 'return false', { answer: 'reject', description: 'Connection failed' }],
    ['a description', 'this.rejectConnection(client, "no")', { answer: 'reject', description: 'no' }],
    ['nothing: it waits', '', {}],
    ['an error', 'nothing.at.all', { answer: 'reject', description: 'Connection failed' }],
    [
      'redirect',
      'this.redirectConnection(client, "rtmp://b/c")',
      { answer: 'reject', description: 'Connection failed', redirect: 'rtmp://b/c' },
    ],
    ['redirect nowhere', 'this.redirectConnection(client)', { answer: 'reject', description: 'Connection failed' }],
  ])('onConnect: %s', async (_name, code, answer) => {
    const run = await AscRun.load(`application.onConnect = function (client) { ${code} }`);
    expect(run.connect('a')).toEqual(answer);
  });

  it('without onConnect everybody is let in', async () => {
    expect((await AscRun.load('')).connect('a')).toEqual({ answer: 'accept' });
  });

  it('rejectConnection(client, object) passes data', async () => {
    const run = await AscRun.load(
      'application.onConnect = function (c) { application.rejectConnection(c, { code: 7 }) }',
    );
    const { data } = run.connect('a') as { data?: Uint8Array };
    expect(unpack(data!)).toEqual([AmfObject.of({ code: 7 })]);
  });

  it('a client that goes while it waits is dropped; accepting it later does nothing', async () => {
    const run = await AscRun.load(`var waiting;
      application.onConnect = function (client) { waiting = client }
      application.onDisconnect = function () { trace("never in") }`);
    run.connect('a');
    run.event('disconnect', 'a');
    run.evaluate('application.acceptConnection(waiting)');
    expect([run.evaluate('application.clients.length'), run.traced]).toEqual([0, []]);
  });

  it.each([
    ['on the prototype', 'method', 'method of oAACAAAA'],
    ['on the client, before the prototype', 'own', 'own 1'],
    ['in an object', 'app.nested', 'nested'],
    ['in an object, by slashes', 'app/nested', 'nested'],
    ['in a component', 'FCChat/room.1/say', 'said'],
    ['by __resolve', 'whatever', 'resolved whatever'],
    ['a function that takes the place of one of the server', 'checkBandwidth', 'mine'],
    ['releaseStream', 'releaseStream', 'released'],
    ['by a name with a dot', 'dotted.name', 'dotted'],
    ['inherited from a class of the script', 'base', 'base'],
  ])('a method %s is called', async (_name, method, answer) => {
    const run = await AscRun.load(`
      function Base() {}
      Base.prototype.base = function () { return "base" };
      Client.prototype.__proto__ = Base.prototype;
      Client.prototype.method = function () { return "method of " + this.id };
      Client.prototype.own = function () { return "prototype" };
      Client.prototype.app = { nested: function () { return "nested" } };
      Client.prototype.checkBandwidth = function () { return "mine" };
      Client.prototype.releaseStream = function () { return "released" };
      Client.prototype["dotted.name"] = function () { return "dotted" };
      Client.prototype.__resolve = function (name) { return function () { return "resolved " + name } };
      application.onConnect = function (client) {
        client.own = function () { return "own " + application.clients.length };
        client.FCChat = {}; client.FCChat["room.1"] = { say: function () { return "said" } };
        return true;
      }`);
    run.connect(ascClient.id);
    expect(run.call(ascClient.id, method)).toBe(answer);
  });

  it.each([
    'toString',
    'constructor',
    '__defineGetter__',
    '__proto__',
    'hasOwnProperty',
    'watch',
    'toSource',
    'call',
    'getStats',
    'ping',
    'checkBandwidth',
    'getStreamLength',
    'onStatus',
    'publish',
    'id',
    'data.toString',
    'list/push',
    'app/shutdown',
    'so/clear',
    'method/call',
    'method.constructor',
    'added',
    'nothing',
    'nothing.at.all',
    '',
    '/',
  ])('%s cannot be called', async (method) => {
    const run = await AscRun.load(
      `Object.prototype.added = function () {};
      Client.prototype.method = function () {};
      Client.prototype.onStatus = function () { return 1 };
      application.onConnect = function (client) {
        client.data = {}; client.list = []; client.app = application; client.so = SharedObject.get("s", false); return true;
      }`,
      { operations: fakeObjects() },
    );
    run.connect('a');
    expect(run.call('a', method)).toBe('absent');
  });

  it('client.call needs no responder, and calls the one it has', async () => {
    const run = await AscRun.load(
      `Client.prototype.ask = function () {
        this.call("onBWDone");
        this.call("add", { onResult: function (sum) { trace("sum " + sum) } }, 1, 2);
        var told = { onResult: function () {}, onStatus: function (info) { trace(info.code + " " + info.description) } };
        this.call("fail", told);
        this.call("refuse", told);
      }`,
      {
        operations: {
          'client.call': (_id: string, method: string) => {
            if (method === 'fail') throw new Error('no such method');
            if (method === 'refuse') {
              const status = pack(AmfObject.of({ level: 'error', code: 'App.Refused', description: 'not today' }));
              return { answer: 'error', description: 'not today', status };
            }
            return { answer: 'result', value: pack(3) };
          },
        },
      },
    );
    run.connect('a');
    run.call('a', 'ask');
    run.pass(0);
    expect(run.traced).toEqual(['sum 3', 'NetConnection.Call.Failed no such method', 'App.Refused not today']);
  });

  it('client.getStats().bytes_out is asked for each time', async () => {
    let bytes = 0;
    const run = await AscRun.load('Client.prototype.out = function () { return this.getStats().bytes_out }', {
      operations: { 'client.stats': () => ({ bytes_out: (bytes += 100) }) },
    });
    run.connect('a');
    expect([run.call('a', 'out'), run.call('a', 'out')]).toEqual([100, 200]);
  });

  it('a stream plays one file after another on a timer, and is destroyed', async () => {
    const run = await AscRun.load(
      `var s = Stream.get("mp4:x.mp4");
      s.onStatus = function (info) { trace(info.code + " " + info.details + " " + (this === s)) };
      var t = setInterval(function () { s.play("mp4:res.mp4", 5, 10, false) }, 1000);
      function stop() { clearInterval(t); clearInterval(undefined); Stream.destroy(s) }`,
      { operations: { 'stream.play': () => true } },
    );
    run.pass(2000);
    run.guest.event('stream.status', ['mp4:x.mp4', { code: 'NetStream.Play.Start', details: 'res' }]);
    run.evaluate('stop()');
    run.pass(2000);
    expect(run.traced).toEqual(['NetStream.Play.Start res true']);
    const options = { start: 5, length: 10, reset: 0, virtualKey: '' };
    const play = ['mp4:x.mp4', 'mp4:res.mp4', expect.objectContaining(options)];
    expect(run.of('stream.play')).toEqual([play, play]);
    expect(run.of('stream.release')).toEqual([['mp4:x.mp4']]);
  });

  it('a stream is recorded, flushed, and cleared by names with a prefix', async () => {
    const run = await AscRun.load(
      `var s = Stream.get("mp4:n.f4v");
      trace([s.record("append"), s.flush(), s.record(false), s.name, s.type]);
      trace([application.clearStreams("mp4:n.f4v"), application.clearStreams("flv:n")])`,
      {
        operations: {
          'stream.record': () => true,
          'stream.flush': () => true,
          'stream.stopRecording': () => true,
          'application.clearStreams': (path: string) => path.startsWith('mp4:'),
        },
      },
    );
    expect(run.traced).toEqual(['true,true,true,n.f4v,mp4', 'true,false']);
    expect(run.of('stream.record')).toEqual([['mp4:n.f4v', 'append', -1, -1]]);
  });

  it('application.disconnect(this) in a call: the call is answered first', async () => {
    const order: string[] = [];
    const run = await AscRun.load(
      'Client.prototype.kick = function () { application.disconnect(this); return false }',
      { operations: { 'application.disconnect': () => order.push('disconnected') } },
    );
    run.connect('a');
    run.guest.event('call', ['a', 'kick', new Uint8Array()], () => order.push('answered'));
    expect(order).toEqual(['answered', 'disconnected']);
    expect(run.evaluate('application.clients.length')).toBe(0);
  });

  it('application.shutdown() in onDisconnect waits until it has returned', async () => {
    const run = await AscRun.load(
      `application.onDisconnect = function () { if (application.clients.length == 0) application.shutdown(); trace("returned") }`,
      { operations: { 'application.shutdown': () => run.logged.push({ level: 'info', text: 'shut down' }) } },
    );
    run.connect('a');
    run.event('disconnect', 'a');
    expect(run.logged.map(({ text }) => text)).toEqual(['returned', 'shut down']);
  });

  it('shared objects are got at the top of onAppStart, and stored as this[name]', async () => {
    const run = await AscRun.load(
      `application.onAppStart = function () { this.users_so = SharedObject.get("users", true); this["x"] = SharedObject.get("x"); }
      function plain() { return this === globalThis && this.application === application }`,
      { operations: fakeObjects() },
    );
    expect(run.start()?.error).toBeUndefined();
    expect(run.evaluate('application.users_so.name + application.x.name + plain()')).toBe('usersxtrue');
  });

  it('allowDebug may be set anywhere', async () => {
    expect((await AscRun.load('application.allowDebug = true')).evaluate('application.allowDebug')).toBe(true);
  });

  it('load runs in place, relative to the folder, into one global scope', async () => {
    const run = await AscRun.load({
      'main.asc': 'load("lib/a.asc"); trace(fromA + fromB() + fromLibrary)',
      'lib/a.asc': 'fromA = 1; load("b.asc"); load("lib/b.asc")',
      'lib/b.asc': 'function fromB() { return 2 } var count = (this.count || 0) + 1; load("netservices.asc")',
      '/srv/scriptlib/netservices.asc': 'var fromLibrary = 3',
    });
    expect([run.traced, run.evaluate('count')]).toEqual([['6'], 2]);
  });

  it('objects of a registered class arrive with its prototype, its constructor called without arguments', async () => {
    const run = await AscRun.load(`
      function Person() { this.args = arguments.length; this.age = 1 }
      Person.prototype.greet = function () { return "I am " + this.name + ", " + this.age + ", " + this.args };
      application.registerClass("Person", Person);
      Client.prototype.greet = function (person) { return person.greet() };
      Client.prototype.back = function (person) { return person };`);
    run.connect('a');
    const ada = AmfObject.of({ name: 'Ada', age: 36 }, 'Person');
    expect(run.call('a', 'greet', ada)).toBe('I am Ada, 36, 0');
    expect((run.call('a', 'back', ada) as AmfObject).className).toBe('Person');
    run.evaluate('application.registerClass("Person", null)');
    expect(run.call('a', 'greet', ada)).toContain('TypeError');
  });

  it('a text with characters of all kinds is what it is', async () => {
    const text = 'Zoë, 日本, 😀, é \u00ff';
    const run = await AscRun.load(
      `var kept; Client.prototype.echo = function (text) { kept = text; return text + " // ж" }`,
    );
    run.connect('a');
    const long = text.repeat(50);
    expect(run.call('a', 'echo', long)).toBe(`${long} // ж`);
    expect(run.evaluate('kept')).toBe(long);
    expect(run.call('a', 'echo', `${long}\ud83d`)).toBe(`${long}\ufffd // ж`);
  });
});
