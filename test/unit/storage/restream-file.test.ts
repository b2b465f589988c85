import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RestreamFile } from '../../../src/storage/restream-file.js';
import { configurationFolder } from '../../support/configuration-folder.js';

const place = { adaptor: 'a', virtualHost: 'v', application: 'live', instance: '_definst_' };
const target = {
  ...{ id: '1', kind: 'target' as const, place, stream: 's', url: 'rtmp://far.example/live', name: 'key' },
  ...{ enabled: true, onDemand: false },
};

test('what was saved is there, for its owner only', async () => {
  const file = new RestreamFile(join(await configurationFolder({}), 'data'));
  expect(await file.load()).toEqual([]);
  await file.save([target]);
  await file.save([target, { ...target, id: '2' }]);
  expect(await file.load()).toEqual([target, { ...target, id: '2' }]);
  expect((await stat(file.path)).mode & 0o777).toBe(0o600);
});

test.each(['', '{', '[]', '{"version":2,"restreams":[]}', '{"version":1,"restreams":[{"id":1}]}'])(
  'a file that is not right is left as it is, and named: %s',
  async (content) => {
    const folder = await configurationFolder({});
    const file = new RestreamFile(folder);
    await writeFile(file.path, content);
    await expect(file.load()).rejects.toThrow(`${file.path} is not what this server writes`);
  },
);
