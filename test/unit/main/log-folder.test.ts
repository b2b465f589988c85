import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lineMoment } from '../../../src/logging/line-moment.js';
import { LogFolder } from '../../../src/main/log-folder.js';

let folder: string;
let logs: LogFolder;

/** A line a minute, of the events of two days. */
const line = (at: number): string => {
  const [date, time] = new Date(START + at * 60_000).toISOString().split('T');
  return `play\tstream\t${date}\t${time!.slice(0, 8)}\tnumber-${at}\t${at % 10 === 0 ? 'Ten' : 'one'}`;
};
const START = Date.UTC(2026, 10, 20);
const lines = (from: number, to: number): string =>
  ['#Fields: x-event', ...Array.from({ length: to - from }, (_, at) => line(from + at)), ''].join('\n');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-folder-'));
  await mkdir(join(folder, 'application', 'chat'), { recursive: true });
  await writeFile(join(folder, 'access.2.log'), lines(0, 1000));
  await writeFile(join(folder, 'access.1.log'), lines(1000, 2000));
  await writeFile(join(folder, 'access.log'), lines(2000, 2500));
  await writeFile(join(folder, 'application', 'chat', '_definst_.log'), 'no time\n');
  await writeFile(join(folder, 'notes.txt'), 'no log');
  logs = new LogFolder(folder, () => true);
});
afterAll(() => rm(folder, { recursive: true }));

const ask = { log: 'access', search: '', limit: 10 };
const numbers = (items: readonly { text: string }[]): number[] =>
  items.map(({ text }) => Number(/number-(\d+)/.exec(text)?.[1]));

describe('the logs in files', () => {
  it('are listed with what is kept of them', async () => {
    expect((await logs.list()).map(({ log, files }) => [log, files])).toEqual([
      ['access', 3],
      ['application/chat/_definst_', 1],
    ]);
  });

  it('are searched from the newest line on, page by page, over all files', async () => {
    const found: number[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = (await logs.search({ ...ask, search: 'TEN', limit: 60, cursor }))!;
      found.push(...numbers(page.items));
      cursor = page.next;
      pages++;
    } while (cursor !== undefined);
    expect(found).toEqual(Array.from({ length: 250 }, (_, at) => 2490 - 10 * at));
    expect(pages).toBe(5);
  });

  it('are searched within a time, and no further back than that', async () => {
    const [since, until] = [START + 1990 * 60_000, START + 2003 * 60_000];
    const page = (await logs.search({ ...ask, since, until, limit: 100 }))!;
    expect(numbers(page.items)).toEqual(Array.from({ length: 14 }, (_, at) => 2003 - at));
    expect(page.items[0]?.at).toBe(until);
    expect(page.next).toBeUndefined();
    expect(page.reached).toBe(since - 60_000);
  });

  it('go on where they were when the files have other names meanwhile', async () => {
    const first = (await logs.search({ ...ask, limit: 600 }))!;
    for (const number of [2, 1]) await rename(file(number), file(number + 1));
    await rename(join(folder, 'access.log'), file(1));
    await writeFile(join(folder, 'access.log'), lines(2500, 2501));
    const second = (await logs.search({ ...ask, cursor: first.next }))!;
    expect(numbers(second.items)[0]).toBe(numbers(first.items).at(-1)! - 1);
  });

  it.each(['../access', '/etc/passwd', 'access.1', 'nothing', '', '__proto__'])(
    'are no other files: %s',
    async (log) => {
      expect(await logs.search({ ...ask, log })).toBeUndefined();
    },
  );

  it('end where a file was forgotten', async () => {
    expect(await logs.search({ ...ask, cursor: '1-5' })).toEqual({ items: [], searched: 0 });
  });

  it('cost a bounded number of bytes, and say where to go on', async () => {
    await writeFile(join(folder, 'core.log'), `${'nothing to see here\n'.repeat(1_000_000)}`);
    const page = (await logs.search({ ...ask, log: 'core', search: 'else' }))!;
    expect(page.items).toEqual([]);
    expect(page.searched).toBe(16 * 1024 * 1024);
    const rest = (await logs.search({ ...ask, log: 'core', search: 'else', cursor: page.next }))!;
    expect([rest.searched < 4_000_000, rest.next]).toEqual([true, undefined]);
  });
});

it.each([
  ['connect\tsession\t2026-11-21\t15:40:23\t-', Date.UTC(2026, 10, 21, 15, 40, 23)],
  ['2026-11-21\t15:40:23\t7\t(i)2581173', Date.UTC(2026, 10, 21, 15, 40, 23)],
  ['{"x-event":"connect","date":"2026-11-21","time":"15:40:23"}', Date.UTC(2026, 10, 21, 15, 40, 23)],
  ['{"time":"2026-11-21T15:40:23.250Z","level":"info"}', Date.UTC(2026, 10, 21, 15, 40, 23, 250)],
  ['nothing', undefined],
])('when a line was written: %s', (text, moment) => {
  expect(lineMoment(text, true)).toBe(moment);
});

function file(number: number): string {
  return join(folder, `access.${number}.log`);
}
