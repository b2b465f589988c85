import { describe, expect, test } from 'vitest';
import { formBody } from '../../../src/webhook/form-body.js';
import { jsonBody } from '../../../src/webhook/json-body.js';
import { webhookEvents } from '../../../src/webhook/webhook-options.js';
import { webhookClient, webhookFacts } from '../../support/webhook-facts.js';

const KEY = 'ag_0123456789abcdefABCDEF0123456789';
const file = { path: '/srv/rec/live/_definst_/test.flv', bytes: 1234, duration: 61_500 };

/** Everything a client could put a key into. */
const talkative = () =>
  webhookFacts(
    {
      client: webhookClient('c', {
        agent: `FMLE ${KEY}`,
        referrer: `https://a.example.com/x.swf?t=secret`,
        pageUrl: `https://a.example.com/?token=secret`,
        uri: `rtmp://studio:secret@media.example.com/live?key=${KEY}`,
        query: `key=${KEY}&token=secret`,
      }),
    },
    `test?key=${KEY}&token=secret`,
  );

describe('JSON', () => {
  test('has who, what and where', () => {
    expect(JSON.parse(jsonBody(webhookFacts(), false))).toEqual({
      event: 'publish',
      id: 'event-1',
      time: '2026-01-02T03:04:05.678Z',
      server: 'machine',
      vhost: '_defaultVHost_',
      application: 'live',
      instance: '_definst_',
      client: {
        id: 'client-1',
        address: '192.0.2.7',
        protocol: 'rtmp',
        secure: false,
        flashVer: 'FMLE/3.0',
        swfUrl: '',
        pageUrl: 'https://site.example.com/watch',
        tcUrl: 'rtmp://media.example.com/live',
      },
      stream: { name: 'test', type: 'flv' },
      type: 'live',
    });
  });

  test('has the file of a recording', () => {
    const body = jsonBody(webhookFacts({ event: 'recordDone', client: undefined, cause: 'limit', file }), false);
    expect(JSON.parse(body)).toMatchObject({ path: file.path, size: 1234, duration: 61.5, cause: 'limit' });
    expect(JSON.parse(body)).not.toHaveProperty('client');
  });

  test('has what clients append if it is wanted, under names that mean nothing to JavaScript', () => {
    const client = webhookClient('c', { query: 'room=7' });
    const body = jsonBody(webhookFacts({ client }, 'test?token=a%20b&__proto__=x&token=c'), true);
    expect(body).toContain('"query":{"token":"a b","__proto__":"x"}');
    expect(JSON.parse(body)).toMatchObject({ client: { query: { room: '7' } } });
  });
});

describe('a form', () => {
  const fieldsOf = (body: string): Record<string, string> => Object.fromEntries(new URLSearchParams(body));

  test('has the fields of nginx-rtmp', () => {
    expect(fieldsOf(formBody(webhookFacts(), false))).toEqual({
      call: 'publish',
      app: 'live',
      addr: '192.0.2.7',
      clientid: 'client-1',
      flashver: 'FMLE/3.0',
      swfurl: '',
      tcurl: 'rtmp://media.example.com/live',
      pageurl: 'https://site.example.com/watch',
      name: 'test',
      type: 'live',
      vhost: '_defaultVHost_',
      server: 'machine',
      instance: '_definst_',
    });
  });

  test('calls events as nginx-rtmp does', () => {
    const calls = webhookEvents.map((event) => fieldsOf(formBody(webhookFacts({ event }), false)).call);
    expect(calls).toEqual([
      ...['connect', 'publish', 'play', 'record', 'disconnect', 'publish_done', 'play_done', 'done'],
      ...['record_started', 'record_done', 'record_done', 'server_publish', 'server_publish_done'],
    ]);
  });

  test('has the file of a recording', () => {
    const fields = fieldsOf(formBody(webhookFacts({ event: 'recordDone', file }), false));
    expect(fields).toMatchObject({
      call: 'record_done',
      recorder: '',
      path: file.path,
      size: '1234',
      duration: '61.5',
    });
  });

  test('has what clients append as fields of their own, that of the stream first', () => {
    const client = webhookClient('c', { query: 'token=a&room=7' });
    const fields = fieldsOf(formBody(webhookFacts({ client }, 'test?token=x+y%26z'), true));
    expect(fields).toMatchObject({ token: 'x+y&z', room: '7', name: 'test' });
  });

  test.each(['name=other', 'Name=other', 'name[]=other', ' name=other', 'na%6De=other', 'addr=127.0.0.1', 'path=/x'])(
    'is not made to say something else by ?%s',
    (query) => {
      const plain = formBody(webhookFacts(), true);
      expect(formBody(webhookFacts({}, `test?${query}`), true)).toBe(plain);
    },
  );
});

describe.each([
  ['JSON', jsonBody],
  ['a form', formBody],
])('%s', (_name, body) => {
  test('has no key and no token unless that is wanted', () => {
    expect(body(talkative(), false)).not.toMatch(/secret|0123456789abcdef/);
    expect(body(talkative(), true)).toContain(KEY);
    expect(body(talkative(), true)).toContain('secret');
  });

  test('stays small whatever a client says', () => {
    const long = 'x'.repeat(100_000);
    const query = Array.from({ length: 1000 }, (_, index) => `p${index}=${long}`).join('&');
    const client = webhookClient('c', { agent: long, referrer: long, pageUrl: long, uri: long, query });
    expect(body(webhookFacts({ client }), true).length).toBeLessThan(60_000);
  });
});
