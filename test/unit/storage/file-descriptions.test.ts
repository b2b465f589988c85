import { expect, test } from 'vitest';
import { decodeFileFacts, FileDescriptions } from '../../../src/storage/file-descriptions.js';

class MemoryStore {
  readonly blocks = new Map<string, Uint8Array>();
  load(name: string) {
    return Promise.resolve(this.blocks.get(name));
  }
  save(name: string, bytes: Uint8Array) {
    this.blocks.set(name, bytes);
  }
}

const facts = { key: 'ab/film.flv', version: '1', size: 5, isGrowing: false };

test('what is said of a file is known until something else is said, or it is gone', async () => {
  const store = new MemoryStore();
  const descriptions = new FileDescriptions(store);
  descriptions.save('film', facts);
  descriptions.save('film', { ...facts, version: '2' });
  expect(await new FileDescriptions(store).load('film')).toEqual({ ...facts, version: '2' });
  expect([...store.blocks.keys()]).toEqual([expect.stringMatching(/^[0-9a-f]{40}-0$/)]);
  expect(await descriptions.load('another')).toBeUndefined();
  await descriptions.forget('another');
  expect(store.blocks.size).toBe(1);
  await descriptions.forget('film');
  expect(await descriptions.load('film')).toBeUndefined();
});

test('a file that grows is not kept', async () => {
  const descriptions = new FileDescriptions(new MemoryStore());
  descriptions.save('film', { ...facts, isGrowing: true });
  expect(await descriptions.load('film')).toBeUndefined();
});

test.each(['', '{', 'null', '{}', '{"key":1,"version":"1","size":5}', '{"key":"a","version":"1","size":-1}'])(
  '%j is no description',
  (text) => {
    expect(decodeFileFacts(text)).toBeUndefined();
  },
);
