import { runApplication } from 'afterglow-media/testing';
import { expect, it, onTestFinished } from 'vitest';
import whiteboard from './main.js';
import type { Board } from './main.js';

async function open() {
  const app = await runApplication(whiteboard, { name: 'whiteboard' });
  onTestFinished(() => app.close());
  return app;
}

const line = [
  { x: 0, y: 0 },
  { x: 0.5, y: 1 },
];

it('shows to everybody what somebody draws', async () => {
  const app = await open();
  const [ann, bob] = [await app.connect({ args: ['Ann'] }), await app.connect({ args: ['Bob'] })];
  const board = await bob.sharedObject<Board>('board', { persistent: true });
  const stroke = await ann.call('draw', 'red', line);
  await app.settled();
  expect(board.data).toEqual({ [stroke]: { by: 'Ann', color: 'red', points: line } });
});

it('takes back the strokes of who asks, the newest first', async () => {
  const app = await open();
  const [ann, bob] = [await app.connect({ args: ['Ann'] }), await app.connect({ args: ['Bob'] })];
  const first = await ann.call('draw', 'red', line);
  const second = await bob.call('draw', 'blue', line);
  await ann.call('draw', 'green', line);
  await ann.call('undo');
  await ann.call('undo');
  await ann.call('undo');
  const board = await ann.sharedObject<Board>('board', { persistent: true });
  expect(Object.keys(board.data)).toEqual([second]);
  expect(first).not.toBe(second);
});

it('is wiped for everybody', async () => {
  const app = await open();
  const ann = await app.connect({ args: ['Ann'] });
  const board = await ann.sharedObject<Board>('board', { persistent: true });
  await ann.call('draw', 'red', line);
  await ann.call('wipe');
  await app.settled();
  expect(board.data).toEqual({});
});

it.each([
  ['a color that there is not', ['pink', line], 'Argument 1: one of black, red, green, blue is expected.'],
  ['a point beside the board', ['red', [{ x: 2, y: 0 }]], 'Argument 2: item 0: x: a number from 0 to 1 is expected.'],
])('does not draw %s', async (_, args, description) => {
  const app = await open();
  const ann = await app.connect({ args: ['Ann'] });
  await expect(ann.call('draw', ...(args as ['red', typeof line]))).rejects.toThrow(description);
});

it('is changed by its methods alone', async () => {
  const app = await open();
  const ann = await app.connect({ args: ['Ann'] });
  const board = await ann.sharedObject<Board>('board', { persistent: true });
  board.set('stroke1', { by: 'Bob', color: 'red', points: [] });
  await app.settled();
  expect(board.statuses).toEqual(['SharedObject.NoWriteAccess']);
});

it('wants a name', async () => {
  const app = await open();
  await expect(app.connect()).rejects.toThrow('Say your name.');
});
