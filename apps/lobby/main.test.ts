import { ConnectRejected, runApplication } from 'afterglow-media/testing';
import { expect, it, onTestFinished } from 'vitest';
import lobby from './main.js';

async function open() {
  const app = await runApplication(lobby, { name: 'lobby' });
  onTestFinished(() => app.close());
  const enter = (instance: string, name: string) => app.connect({ instance, args: [name] });
  return { app, enter };
}

it('tells who waits in it which rooms there are', async () => {
  const { app, enter } = await open();
  const guest = await app.connect();
  expect(await guest.call('rooms')).toEqual([]);
  const ann = await enter('tea', 'Ann');
  await enter('tea', 'Bob');
  ann.disconnect();
  await app.settled();
  expect(guest.received('rooms')).toEqual([
    [[{ name: 'tea', people: 1 }]],
    [[{ name: 'tea', people: 2 }]],
    [[{ name: 'tea', people: 1 }]],
  ]);
});

it('keeps what is said in a room in it', async () => {
  const { app, enter } = await open();
  const [ann, bob, eve] = [await enter('tea', 'Ann'), await enter('tea', 'Bob'), await enter('coffee', 'Eve')];
  await ann.call('say', 'Milk?');
  await app.settled();
  expect([ann, bob, eve].map((client) => client.received('said'))).toEqual([
    [['Ann', 'Milk?']],
    [['Ann', 'Milk?']],
    [],
  ]);
  expect(await bob.call('people')).toEqual(['Ann', 'Bob']);
});

it('lets nobody in under a name that is taken', async () => {
  const { enter } = await open();
  await enter('tea', 'Ann');
  await expect(enter('tea', 'Ann')).rejects.toThrow('Ann is here already.');
  await expect(enter('coffee', 'Ann')).resolves.toBeDefined();
});

it('sends who finds a room full back to the lobby', async () => {
  const { enter } = await open();
  for (let person = 1; person <= 12; person++) await enter('tea', `Person ${person}`);
  const refusal: unknown = await enter('tea', 'Ann').catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ConnectRejected);
  expect((refusal as ConnectRejected).redirect).toBe('rtmp://test/lobby');
});
