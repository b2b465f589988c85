import { expect, it, onTestFinished } from 'vitest';
import { CallError, defineApplication, redirect, reject, text } from '../../../../src/script/ts/index.js';
import type { ApplicationDefinition, Methods } from '../../../../src/script/ts/index.js';
import type { ApplicationTypes } from '../../../../src/script/ts/application-types.js';
import { runApplication } from '../../../../src/main/testing/index.js';

async function run<Types extends ApplicationTypes, Table extends Methods<Types>>(
  application: ApplicationDefinition<Types, Table>,
) {
  const app = await runApplication(application, { config: { greeting: 'hello' } });
  onTestFinished(() => app.close());
  return app;
}

it('answers calls with results, later results and errors', async () => {
  const app = await run(
    defineApplication((app) => ({
      methods: {
        config: () => app.config,
        later: async () => {
          await app.sleep(1000);
          return 'now';
        },
        fail: () => {
          throw new CallError('Not today.', { retry: 5 });
        },
        crash: () => {
          throw new TypeError('a secret');
        },
        checked: app.method([text(5)], (_client, word) => word.length),
      },
    })),
  );
  const client = await app.connect();
  expect(await client.call('config')).toEqual({ greeting: 'hello' });
  const later = client.call('later');
  await app.pass(1000);
  expect(await later).toBe('now');
  await expect(client.call('fail')).rejects.toMatchObject({
    message: 'Not today.',
    info: { retry: 5 },
  });
  await expect(client.call('crash')).rejects.toThrow('The method failed.');
  expect(app.log.at('error').join()).toContain('method crash: TypeError: a secret');
  expect(await client.call('checked', 'word')).toBe(4);
  await expect(client.call('checked', 'too long')).rejects.toThrow('Argument 1: a text of 1 to 5 characters');
  await expect((client.call as (method: string) => Promise<unknown>)('missing')).rejects.toThrow('missing');
});

it('lets clients in or not, at once or later', async () => {
  const app = await run(
    defineApplication((app) => ({
      async onConnect(_client, wish: string) {
        if (wish === 'no') return false;
        if (wish === 'why') return reject('Because.', { code: 7 });
        if (wish === 'there') return redirect('rtmp://there.example/app');
        if (wish === 'throw') throw new Error('a secret');
        if (wish === 'later') await app.sleep(500);
        return true;
      },
      methods: { count: () => app.clients.size },
    })),
  );
  await expect(app.connect({ args: ['no'] })).rejects.toThrow('Refused by the application.');
  await expect(app.connect({ args: ['why'] })).rejects.toMatchObject({ message: 'Because.', data: { code: 7 } });
  await expect(app.connect({ args: ['there'] })).rejects.toMatchObject({ redirect: 'rtmp://there.example/app' });
  await expect(app.connect({ args: ['throw'] })).rejects.toThrow('The application failed.');
  const client = await app.connect({ args: ['yes'] });
  const later = app.connect({ args: ['later'] });
  await app.settled();
  expect(await client.call('count')).toBe(1);
  await app.pass(500);
  await later;
  expect(await client.call('count')).toBe(2);
});

it('calls methods of clients, and hears what they answer', async () => {
  const app = await run(
    defineApplication((app) => ({
      methods: {
        everybody: (client) => app.broadcast('greet', client.ip),
        ask: async (client) => `I heard ${String(await client.call('question', 6))}`,
        askKindly: (client) =>
          client.call('question', 6).catch((error: unknown) => error instanceof CallError && error.message),
      },
    })),
  );
  const [ann, bob] = [await app.connect(), await app.connect()];
  await ann.call('everybody');
  await app.settled();
  expect(bob.received('greet')).toEqual([[expect.any(String)]]);
  ann.answers('question', (number) => Number(number) * 7);
  expect(await ann.call('ask')).toBe('I heard 42');
  bob.answers('question', () => {
    throw new Error('no idea');
  });
  await expect(bob.call('ask')).rejects.toThrow('no idea');
  expect(await bob.call('askKindly')).toBe('no idea');
});

it('decides who publishes and plays', async () => {
  const heard: string[] = [];
  const app = await run(
    defineApplication(() => ({
      onPublish: (_client, { name, query }) => (query.get('key') === 'k' ? heard.push(name) > 0 : reject('No key.')),
      onUnpublish: (_client, { name }) => heard.push(`-${name}`),
      onPlay: (_client, { name }) => name !== 'secret',
    })),
  );
  const client = await app.connect();
  await expect(client.publish('live')).rejects.toThrow('No key.');
  const stream = await client.publish('live?key=k');
  const player = await (await app.connect()).play('live');
  await expect(client.play('secret')).rejects.toThrow('NetStream.Play.Failed');
  stream.send('onCue', { at: 5 });
  await app.settled();
  expect(player.data.at(-1)).toEqual({ handler: 'onCue', args: [{ at: 5 }] });
  stream.close();
  await app.settled();
  expect(heard).toEqual(['live', '-live']);
});

it('shares objects with clients, both ways', async () => {
  const changes: unknown[] = [];
  const app = await run(
    defineApplication(async (app) => {
      const score = await app.sharedObject<{ points: number; by: string }>('score');
      score.onChange((all) => changes.push(...all));
      score.onMessage('hurray', (...args) => changes.push(args));
      return { methods: { win: () => score.set('points', (score.get('points') ?? 0) + 1) } };
    }),
  );
  const client = await app.connect();
  const score = await client.sharedObject<{ points: number; by: string }>('score');
  await client.call('win');
  await client.call('win');
  await app.settled();
  expect(score.data).toEqual({ points: 2 });
  score.set('by', 'Ann');
  score.send('hurray', 1);
  await app.settled();
  expect(changes).toEqual([{ type: 'change', name: 'by', value: 'Ann', oldValue: undefined }, [1]]);
});

it.each([
  ['a handler that there is not', { onConnekt: () => true }, 'There is no handler onConnekt'],
  ['a handler that is none', { onConnect: true }, 'onConnect must be a function'],
])('does not begin with %s', async (_, handlers, message) => {
  const app = await run(defineApplication(() => handlers as object));
  await expect(app.connect()).rejects.toThrow('Failed to load application instance');
  expect(app.log.at('error').join('\n')).toContain(message);
});
