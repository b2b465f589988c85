import { expect, test } from 'vitest';
import { CallFailedError, Responders } from '../../../src/netconnection/responders.js';

test('answers find their calls, in any order', async () => {
  const responders = new Responders();
  const [one, two] = [responders.open(), responders.open()];
  expect([one.transactionId, two.transactionId]).toEqual([1, 2]);
  responders.settle(2, true, 'of two');
  responders.settle(1, false, 'of one');
  expect(await two.answer).toBe('of two');
  await expect(one.answer).rejects.toMatchObject({ name: 'CallFailedError', info: 'of one' });
});

test('an answer counts once, and one to no call not at all', async () => {
  const responders = new Responders();
  const { transactionId, answer } = responders.open();
  responders.settle(99, true, 'nobody asked');
  responders.settle(NaN, true, 'nobody asked');
  responders.settle(transactionId, true, 'first');
  responders.settle(transactionId, false, 'second');
  expect(await answer).toBe('first');
});

test('whoever owes a thousand answers is asked nothing more', async () => {
  const responders = new Responders();
  for (let i = 0; i < 1000; i++) responders.open();
  const { transactionId, answer } = responders.open();
  expect(transactionId).toBe(0);
  await expect(answer).rejects.toThrow(CallFailedError);
  responders.settle(5, true, null);
  expect(responders.open().transactionId).toBe(1001);
  responders.abandon();
});

test('when the client is gone, so are its answers; nobody has to look at them', async () => {
  const responders = new Responders();
  const { answer } = responders.open();
  responders.open();
  responders.abandon();
  await expect(answer).rejects.toThrow('the client is gone');
});
