import { expect, test } from 'vitest';
import type { RemotingMessage } from '../../src/amf/remoting-packet.js';
import type { AmfValue } from '../../src/amf/value.js';
import { AmfExternalizable, AmfObject } from '../../src/amf/value.js';
import type { CallAnswer } from '../../src/application/running-script.js';
import { Conversation } from '../support/conversation.js';
import { FakeScript } from '../support/fake-script.js';
import { gatewayOf, packet, post, posted } from '../support/remoting.js';

async function begin(set: readonly string[] = []) {
  const script = new FakeScript();
  const conversation = await Conversation.begin({ script: () => script, set });
  return { script, conversation, gateway: gatewayOf(conversation) };
}

const call = (target: string, value: AmfValue = [], response = '/1'): RemotingMessage => ({ target, response, value });

function flex(
  operation: AmfValue,
  className = 'RemotingMessage',
  more: Record<string, AmfValue> = {},
): RemotingMessage {
  const fields = { operation, messageId: 'M-1', clientId: null, destination: 'chat', body: [2, 3], ...more };
  return call('null', [AmfObject.of(fields, `flex.messaging.messages.${className}`)]);
}

const text = (value: AmfValue): string => JSON.stringify(value)?.replaceAll('"', '');

function told({ target, value }: RemotingMessage): string {
  if (!(value instanceof AmfObject)) return `${target} ${JSON.stringify(value)}`;
  const what = value.className.split('.').at(-1);
  if (what === 'AcknowledgeMessage')
    return `${target} ack ${text(value.get('correlationId'))} ${text(value.get('body'))}`;
  if (what === 'ErrorMessage') return `${target} ${text(value.get('faultCode'))}: ${text(value.get('faultString'))}`;
  return `${target} ${text(value.get('code'))}: ${text(value.get('description'))}`;
}

test.each<{ answer: CallAnswer; message: RemotingMessage; hears: string }>([
  { answer: { answer: 'result', value: 5 }, message: call('add', [2, 3]), hears: '/1/onResult 5' },
  { answer: { answer: 'result', value: 5 }, message: call('sums.add', [2, 3]), hears: '/1/onResult 5' },
  { answer: { answer: 'result', value: 5 }, message: flex('add'), hears: '/1/onResult ack M-1 5' },
  {
    answer: { answer: 'absent' },
    message: call('add', [2, 3]),
    hears: '/1/onStatus NetConnection.Call.Failed: Method not found (add).',
  },
  {
    answer: { answer: 'absent' },
    message: flex('add'),
    hears: '/1/onStatus Server.ResourceUnavailable: Method not found (add).',
  },
  {
    answer: { answer: 'error', description: 'It broke.' },
    message: call('add', [2, 3]),
    hears: '/1/onStatus NetConnection.Call.Failed: It broke.',
  },
  {
    answer: { answer: 'error', description: 'It broke.' },
    message: flex('add'),
    hears: '/1/onStatus Server.Processing: It broke.',
  },
])('a call: $hears', async ({ answer, message, hears }) => {
  const { script, gateway } = await begin();
  const asked: unknown[] = [];
  script.calls = (method, args) => {
    asked.push([method, ...args]);
    return answer;
  };
  for (const version of [0, 3] as const) {
    const reply = await post(gateway, packet([message], version));
    expect({ version: reply.version, told: reply.messages.map(told) }).toEqual({ version, told: [hears] });
  }
  expect(asked).toEqual([
    ['add', 2, 3],
    ['add', 2, 3],
  ]);
});

test('a packet is one client, which comes and goes', async () => {
  const { script, gateway, conversation } = await begin();
  script.calls = (method) => ({ answer: 'result', value: method });
  const reply = await post(gateway, packet([call('a'), call('b', [], '/2')]));
  expect(reply.messages.map(told)).toEqual(['/1/onResult "a"', '/2/onResult "b"']);
  expect(script.news).toEqual([
    ...['start', 'connect visitor-1', 'call visitor-1 a', 'call visitor-1 b', 'disconnect visitor-1'],
  ]);
  expect(conversation.instance('live')?.clients.size).toBe(0);
});

test('an application that refuses says so to every call, and is told who it is', async () => {
  const { script, gateway } = await begin();
  const heard: unknown[] = [];
  script.connects = (client, args) => {
    heard.push([client.facts.protocol, client.facts.address, client.facts.query, ...args]);
    return { rule: 'script', reason: 'denied', description: 'Not you.', data: 'why' };
  };
  const credentials = AmfObject.of({ userid: 'ann', password: 'secret' });
  const headers = [{ name: 'Credentials', mustUnderstand: true, value: credentials }];
  const reply = await post(gateway, packet([call('a'), call('b', [], '/2')], 0, headers), { app: 'live?room=1' });
  const rejected = 'NetConnection.Connect.Rejected: Not you.';
  expect(reply.messages.map(told)).toEqual([`/1/onStatus ${rejected}`, `/2/onStatus ${rejected}`]);
  const encoded = AmfObject.of({ DSRemoteCredentials: Buffer.from('bob:pass:word').toString('base64') });
  const flexReply = await post(gateway, packet([flex('a', 'RemotingMessage', { headers: encoded })], 3));
  expect(flexReply.messages.map(told)).toEqual(['/1/onStatus Client.Authentication: Not you.']);
  expect(heard).toEqual([
    ['http', '203.0.113.9', 'room=1', 'ann', 'secret'],
    ['http', '203.0.113.9', '', 'bob', 'pass:word'],
  ]);
});

test('pings are answered without the application; logins are not possible', async () => {
  const { script, gateway } = await begin();
  const messages = [5, 9, 8, 0].map((operation) => flex(operation, 'CommandMessage'));
  const reply = await post(gateway, packet(messages, 3));
  expect(reply.messages.map(told).map((words) => words.slice(0, 36))).toEqual([
    ...['/1/onResult ack M-1 null', '/1/onResult ack M-1 null'],
    ...['/1/onStatus Server.Processing: Nobod', '/1/onStatus Server.Processing: Only '],
  ]);
  expect(script.news).toEqual([]);
});

test('http can be disallowed like any protocol; an unknown application is one', async () => {
  const { gateway, script } = await begin(['application.disallowedProtocols=[http]']);
  const [refused] = (await post(gateway, packet([call('a')]))).messages;
  expect(told(refused!)).toBe('/1/onStatus NetConnection.Connect.Rejected: http is not allowed here.');
  for (const app of ['nothing', '../live', 'live/a/b']) {
    const [unknown] = (await post(gateway, packet([call('a')]), { app })).messages;
    expect(unknown!.target).toBe('/1/onStatus');
  }
  expect(script.news.filter((news) => news.startsWith('call'))).toEqual([]);
});

test('what does not answer in time, or is dismissed, has failed; what answered meanwhile has not', async () => {
  const { script, gateway, conversation } = await begin();
  script.calls = undefined;
  const answering = post(gateway, packet([call('quick'), call('slow', [], '/2')]));
  await conversation.pass(0);
  script.calling[0]!.answer({ answer: 'result', value: 1 });
  await conversation.pass(30_000);
  const late = 'NetConnection.Call.Failed: The application did not answer in time.';
  expect((await answering).messages.map(told)).toEqual(['/1/onResult 1', `/2/onStatus ${late}`]);

  const dismissed = post(gateway, packet([call('slow')]));
  await conversation.pass(0);
  for (const client of conversation.instance('live')!.clients.values()) client.connection.disconnect();
  expect((await dismissed).messages.map(told)).toEqual([
    '/1/onStatus NetConnection.Call.Failed: The connection was closed by the application.',
  ]);
  expect(script.news.at(-1)).toBe('disconnect visitor-2');
});

test('who hangs up while it is decided whether he may come in is gone', async () => {
  const { script, gateway, conversation } = await begin();
  script.connects = undefined;
  const gone = new AbortController();
  const answering = gateway.answer(posted(packet([call('a')]), { signal: gone.signal }));
  await conversation.pass(0);
  gone.abort();
  await answering;
  expect(script.news).toEqual(['start', 'connect visitor-1', 'leave visitor-1']);
});

test('a result that AMF cannot express fails alone', async () => {
  const { script, gateway } = await begin();
  script.calls = (method) => ({ answer: 'result', value: method === 'bad' ? new AmfExternalizable('unknown') : 1 });
  const reply = await post(gateway, packet([call('a'), call('bad', [], '/2')], 3));
  expect(reply.messages.map(told)).toEqual([
    '/1/onResult 1',
    '/2/onStatus NetConnection.Call.Failed: The answer cannot be sent.',
  ]);
});

test('what is no packet, and too many calls, are refused as a whole', async () => {
  const { gateway } = await begin();
  await expect(gateway.answer(posted(new Uint8Array([0, 7, 1])))).rejects.toMatchObject({ code: 'bad-packet' });
  const large = gateway.answer(posted(new Uint8Array(300_000)));
  await expect(large).rejects.toMatchObject({ code: 'too-large' });
  const many = Array.from({ length: 101 }, () => call('a'));
  await expect(gateway.answer(posted(packet(many)))).rejects.toMatchObject({ code: 'too-many-calls' });
});

test('a header that must be understood and is not fails every call', async () => {
  const { script, gateway } = await begin();
  const headers = [
    { name: 'Curious', mustUnderstand: false, value: 1 },
    { name: 'Strange', mustUnderstand: true, value: 1 },
  ];
  const reply = await post(gateway, packet([call('a')], 0, headers));
  expect(reply.messages.map(told)).toEqual([
    '/1/onStatus NetConnection.Call.Failed: The header Strange is not understood here.',
  ]);
  expect(script.news).toEqual([]);
});
