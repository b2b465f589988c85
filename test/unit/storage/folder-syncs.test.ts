import { beforeEach, expect, test } from 'vitest';
import { FolderSyncs } from '../../../src/storage/folder-syncs.js';

interface Running {
  readonly folder: string;
  end(error?: Error): void;
}

let running: Running[];
let syncs: FolderSyncs;

beforeEach(() => {
  running = [];
  syncs = new FolderSyncs(
    (folder) =>
      new Promise((resolve, reject) => {
        running.push({ folder, end: (error) => (error === undefined ? resolve() : reject(error)) });
      }),
  );
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('who asks while a folder is synced waits for the next time, together with all others', async () => {
  const order: string[] = [];
  const note = (name: string) => (): void => void order.push(name);
  const all = [
    syncs.sync('a').then(note('first')),
    syncs.sync('a').then(note('second')),
    syncs.sync('b').then(note('other folder')),
    syncs.sync('a').then(note('third')),
  ];
  expect(running.map(({ folder }) => folder)).toEqual(['a', 'b']);
  running[1]!.end();
  running[0]!.end();
  await turn();
  expect(order.toSorted()).toEqual(['first', 'other folder']);
  expect(running).toHaveLength(3);
  running[2]!.end();
  await Promise.all(all);
  expect(running).toHaveLength(3);
});

test('one that fails fails for those who asked before it, and for nobody else', async () => {
  const first = syncs.sync('a');
  const second = syncs.sync('a');
  running[0]!.end(new Error('EIO'));
  await expect(first).rejects.toThrow('EIO');
  await turn();
  running[1]!.end();
  await second;
  void syncs.sync('a');
  expect(running).toHaveLength(3);
});
