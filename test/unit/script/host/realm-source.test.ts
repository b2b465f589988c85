import { createContext, runInContext } from 'node:vm';
import { expect, it } from 'vitest';
import { realmSource } from '../../../../src/script/host/realm-source.js';

it('is one classic script that comes to a function of the realm that it is run in', async () => {
  const source = await realmSource();
  expect(await realmSource()).toBe(source);
  const realm = createContext({});
  expect(runInContext(`(${source}) instanceof Function`, realm)).toBe(true);
});
