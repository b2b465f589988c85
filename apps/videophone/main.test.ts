import { runApplication } from 'afterglow-media/testing';
import { expect, it, onTestFinished } from 'vitest';
import videophone from './main.js';

async function open() {
  const app = await runApplication(videophone, { name: 'videophone', settings: { publish: { requires: 'nothing' } } });
  onTestFinished(() => app.close());
  const [ada, bob, eve] = [await enter('Ada'), await enter('Bob'), await enter('Eve')];
  return { app, enter, ada, bob, eve };

  function enter(name: string) {
    return app.connect({ args: [name] });
  }
}

async function talk() {
  const phones = await open();
  const { app, ada, bob } = phones;
  await ada.call('call', 'Bob');
  await bob.call('answer');
  await app.settled();
  return phones;
}

it('rings, is answered, and carries both', async () => {
  const { app, ada, bob, eve } = await open();
  expect(await ada.call('people')).toEqual(['Bob', 'Eve']);
  await ada.call('call', 'Bob');
  await app.settled();
  expect(bob.received('ringing')).toEqual([['Ada']]);
  await bob.call('answer');
  await app.settled();
  expect(ada.received('begun')).toEqual([['call1/caller', 'call1/called']]);
  expect(bob.received('begun')).toEqual([['call1/called', 'call1/caller']]);

  const camera = await ada.publish('call1/caller');
  await bob.publish('call1/called');
  await ada.play('call1/called');
  const seen = await bob.play('call1/caller');
  camera.send('subtitle', 'Hello!');
  await app.settled();
  expect(seen.data).toContainEqual({ handler: 'subtitle', args: ['Hello!'] });

  await bob.call('hangUp');
  await app.settled();
  expect([ada, bob, eve].map((phone) => phone.received('ended'))).toEqual([[['hung up']], [], []]);
});

it('has streams for nobody else, and for nobody before and after the call', async () => {
  const { app, ada, bob, eve } = await open();
  const refused = 'Refused by the application.';
  await ada.call('call', 'Bob');
  await expect(ada.publish('call1/caller')).rejects.toThrow(refused);
  await bob.call('answer');
  await expect(eve.publish('call1/caller')).rejects.toThrow(refused);
  await expect(eve.play('call1/caller')).rejects.toThrow(refused);
  await expect(ada.publish('call1/called')).rejects.toThrow(refused);
  await expect(ada.play('call1/caller')).rejects.toThrow(refused);
  await ada.call('hangUp');
  await expect(ada.publish('call1/caller')).rejects.toThrow(refused);
  await app.settled();
});

it('can be declined', async () => {
  const { app, ada, bob } = await open();
  await ada.call('call', 'Bob');
  await bob.call('decline');
  await app.settled();
  expect(ada.received('ended')).toEqual([['declined']]);
  await expect(bob.call('answer')).rejects.toThrow('Nobody calls you.');
});

it('stops ringing when nobody answers', async () => {
  const { app, ada, bob } = await open();
  await ada.call('call', 'Bob');
  await app.pass(30_000);
  expect([ada, bob].map((phone) => phone.received('ended'))).toEqual([[['no answer']], [['no answer']]]);
  await bob.call('call', 'Ada');
});

it('ends with who goes', async () => {
  const { app, ada, bob, eve } = await talk();
  ada.disconnect();
  await app.settled();
  expect(bob.received('ended')).toEqual([['gone']]);
  await eve.call('call', 'Bob');
});

it('has one call for each', async () => {
  const { ada, bob, eve } = await talk();
  await expect(eve.call('call', 'Bob')).rejects.toThrow('Bob is busy.');
  await expect(bob.call('call', 'Eve')).rejects.toThrow('You have a call already.');
  await expect(bob.call('answer')).rejects.toThrow('Nobody calls you.');
  await expect(eve.call('call', 'Eve')).rejects.toThrow('There is no Eve to be called.');
  await expect(ada.call('call', 'Carol')).rejects.toThrow('There is no Carol to be called.');
});

it('gives a name once, also when two want it at the same time', async () => {
  const { enter } = await open();
  const both = await Promise.allSettled([enter('Carol'), enter('Carol')]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await expect(enter('')).rejects.toThrow('Say your name.');
});
