import { realpath } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { isRefusal } from '../../../src/application/refusal.js';
import { parseSafeName } from '../../../src/application/safe-name.js';
import { parseStreamName } from '../../../src/application/stream-name.js';
import { instanceFolder } from '../../../src/storage/instance-folder.js';
import { found, MediaFolders } from '../../support/media-folders.js';
import { HeardRecording, setup, TestRecordings, writeSeconds } from '../../support/recordings.js';

const TABLE = [
  { instance: '_definst_', folder: '_definst_' },
  { instance: 'room 1', folder: 'room 1' },
  { instance: 'a/b', folder: 'a%2Fb' },
  { instance: 'a/b/c', folder: 'a%2Fb%2Fc' },
  { instance: 'a%b', folder: 'a%b' },
];

test.each(TABLE)('$instance has the folder $folder', ({ instance, folder }) => {
  expect(instanceFolder('/data/streams/live', parseSafeName(instance)!)).toBe(join('/data/streams/live', folder));
});

test.each(['a%2Fb', 'a%2fb', 'a%252Fb'])('no instance is called %s', (name) => {
  expect(parseSafeName(name)).toBeUndefined();
});

test('a recording of an instance is not that of another one with a folder of the same name', async () => {
  const recordings = await TestRecordings.make();
  const record = async (instance: string, stream: string): Promise<string> => {
    const name = () => parseSafeName(stream);
    const wish = {
      instance: parseSafeName(instance)!,
      container: 'flv',
      extension: 'flv',
      existing: 'replace',
    } as const;
    const news = new HeardRecording();
    const place = await recordings.room.store(recordings.options).reserve({ ...wish, name }, news);
    if (isRefusal(place)) throw new Error(place.rule);
    const file = place.open({ metadata: undefined, setup });
    writeSeconds(file, stream, 1);
    file.end();
    await place.close();
    return relative(await realpath(recordings.folder), news.files[0]!.path);
  };
  expect(await record('a', 'b/x')).toBe('streams/live/a/b/x.flv');
  expect(await record('a/b', 'x')).toBe('streams/live/a%2Fb/x.flv');
});

test('and what is played of them is not either', async () => {
  const folders = new MediaFolders();
  const [of, ofOther] = ['data/streams/vod/a/b/x.flv', 'data/streams/vod/a%2Fb/x.flv'];
  folders.write(of, ofOther);
  const library = folders.library();
  const sizes = await Promise.all(
    [['a', 'b/x'] as const, ['a/b', 'x'] as const].map(async ([instance, name]) => {
      const held = await library.open(parseSafeName(instance)!, parseStreamName(name)!);
      held?.release();
      return held?.size;
    }),
  );
  expect(sizes).toEqual([of.length, ofOther.length]);
  expect(await found(library, 'b/x')).toBeUndefined();
});
