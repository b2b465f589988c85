import { expect, it, onTestFinished } from 'vitest';
import {
  array,
  assign,
  assignMember,
  call,
  create,
  lambda,
  literal,
  member,
  object,
  run,
  sum,
  trace,
  variable,
} from '../support/avm1.js';
import type { Code } from '../support/avm1.js';
import { addressOf } from '../support/admin-client.js';
import { openChromium } from '../support/chromium-pages.js';
import { writeFiles } from '../support/configuration-folder.js';
import { describeWith } from '../support/foreign-clients.js';
import { RufflePage } from '../support/ruffle-page.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { swf } from '../support/swf.js';

const SERVICE = `
  application.onConnect = function (client, user, password) {
    if (client.uri.indexOf("closed") >= 0) { application.rejectConnection(client, "not today"); return; }
    client.greet = function (name, values) {
      var total = 0;
      for (var i = 0; i < values.numbers.length; i++) total += values.numbers[i];
      return { text: "hello " + name, who: user + ":" + password, total: total, by: this.protocol, back: values };
    };
    return true;
  };`;

/** C0 and C1 without a digest. Ruffle ends what it sends with a zero, which is the last byte. */
const GREETING = `\x03${'c'.repeat(1535)}`;

/** Traces the answers to a call, with `name` before them. */
const responder = (name: string): Code =>
  object({
    onResult: lambda(
      ['r'],
      trace(
        sum(
          literal(`${name} `),
          ...[member(variable('r'), 'text'), literal(' '), member(variable('r'), 'who'), literal(' ')],
          ...[member(variable('r'), 'total'), literal(' '), member(variable('r'), 'by'), literal(' ')],
          member(member(variable('r'), 'back'), 'note'),
        ),
      ),
    ),
    onStatus: lambda(
      ['info'],
      trace(
        sum(literal(`${name} `), member(variable('info'), 'level'), literal(' '), member(variable('info'), 'code')),
      ),
    ),
  });

describeWith(['chromium'], 'Ruffle', () => {
  it('calls methods by Flash Remoting, and reaches RTMP by the settings that it finds here', async () => {
    const page = await RufflePage.serve();
    const apps = newFolder('apps');
    await writeFiles(apps, { 'service/main.asc': SERVICE });
    const origins = `[${page.origin}]`;
    const options = ['--set', `http.cors.origins=${origins}`, '--set', `http.webSocket.origins=${origins}`];
    const server = await ServerProcess.start(['--apps', apps, ...options]);
    onTestFinished(async () => void (await server.stop()));
    const browser = await openChromium();
    onTestFinished(() => browser.close());

    const http = addressOf(server, 'http');
    const [service, socket] = [variable('service'), variable('socket')];
    const values = object({ numbers: array(literal(1), literal(2.5), literal(-7)), note: literal('grüße') });
    const credentials = object({ userid: literal('ann'), password: literal('secret') });
    const movie = swf(
      assign('service', create('NetConnection')),
      run(call(service, 'connect', literal(`${http}/gateway/service`))),
      run(call(service, 'addHeader', literal('Credentials'), literal(false), credentials)),
      run(call(service, 'call', literal('people.greet'), responder('first'), literal('Bob'), values)),
      run(call(service, 'call', literal('absent'), responder('second'))),
      assign('closed', create('NetConnection')),
      run(call(variable('closed'), 'connect', literal(`${http}/gateway/service?closed`))),
      run(call(variable('closed'), 'call', literal('greet'), responder('third'))),
      assign('socket', create('XMLSocket')),
      assignMember(socket, 'onConnect', lambda(['is'], run(call(socket, 'send', literal(GREETING))))),
      assignMember(
        socket,
        'onData',
        lambda(
          ['said'],
          trace(sum(literal('S0 is '), call(variable('said'), 'charCodeAt', literal(0)))),
          run(call(socket, 'close')),
        ),
      ),
      run(call(socket, 'connect', literal('127.0.0.1'), literal(server.port))),
    );
    await page.show(browser, movie, `${http}/ruffle.json`, [
      'first hello Bob ann:secret -3.5 http grüße',
      'second error NetConnection.Call.Failed',
      'third error NetConnection.Connect.Rejected',
      'S0 is 3',
    ]);
    expect(page.traced.filter((line) => /^(?:first|second|third) /.test(line))).toHaveLength(3);
  });
});
