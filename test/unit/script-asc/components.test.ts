import { describe, expect, it } from 'vitest';
import { AscRun } from '../../support/asc-run.js';

const script = `load("components.asc"); load("framework.asc");
  function FCRoom(name) { this.init("FCRoom", name); }
  FCRoom.prototype = new FCComponent();
  FCRoom.prototype.connect = function (client, text) {
    return [gFrameworkFC.getClientGlobals(client).username, this.getPrefix(), text].join();
  };
  var main = new FCRoom("main");
  application.onConnectAccept = function (client, name) { trace("in " + name); };
  application.onConnectReject = function (client, name) { trace("out " + name); };`;

describe('components.asc', () => {
  it.each([
    ['accepted in the handler', 'if (name == "bad") this.rejectConnection(c); else this.acceptConnection(c);'],
    ['accepted by its answer', 'return name != "bad"'],
    ['both', 'if (name == "bad") return false; this.acceptConnection(c); return true;'],
  ])('tells who is in and who is not: %s', async (_name, body) => {
    const run = await AscRun.load(`${script}
      application.onConnect = function (c, name) { gFrameworkFC.getClientGlobals(c).username = name; ${body} };`);
    run.start();
    expect(run.connect('a', 'ann')).toEqual({ answer: 'accept' });
    expect(run.connect('b', 'bad')).toMatchObject({ answer: 'reject' });
    expect(run.traced).toEqual(['in ann', 'out bad']);
    expect(run.call('a', 'FCRoom/main/connect', 'hi')).toBe('ann,FCRoom.main.,hi');
    expect(run.evaluate('application.clients.length')).toBe(1);
  });

  it('without onConnect everybody is in', async () => {
    const run = await AscRun.load(`${script} application.onDisconnect = function () { trace("gone") }`);
    run.start();
    expect(run.connect('a', 'ann')).toEqual({ answer: 'accept' });
    run.event('disconnect', 'a');
    expect(run.traced).toEqual(['in ann', 'gone']);
  });
});
