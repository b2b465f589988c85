import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfiguration } from '../../../src/config/load-configuration.js';
import { formatProblem } from '../../../src/config/problem.js';
import type { Files } from '../../support/configuration-folder.js';
import { configurationFolder } from '../../support/configuration-folder.js';

async function load(files: Files) {
  const inside = Object.entries(files).map(([name, text]) => [`apps/tv/playlists/${name}`, text] as const);
  const folder = await configurationFolder({ 'conf/': '', 'apps/tv/': '', ...Object.fromEntries(inside) });
  const loaded = await loadConfiguration({ confDir: join(folder, 'conf'), appsDir: join(folder, 'apps') });
  const problems = loaded.problems.map((problem) => formatProblem(problem).replace(`${folder}/apps/tv/playlists/`, ''));
  return {
    ...loaded,
    problems,
    playlists: loaded.configuration?.adaptors[0]?.virtualHosts[0]?.applicationPlaylists.get('tv'),
  };
}

test('a playlist with everything', async () => {
  const { playlists, problems } = await load({
    'channel.yaml': `instance: night
loop: true
start: 20:00
late: wait
now: true
items:
  - play: mp4:film
    start: 10s
    length: 30s
  - {live: studio, length: 10m, wait: 5s}
`,
  });
  expect(problems).toEqual([]);
  expect(playlists).toEqual([
    {
      ...{ stream: 'channel', instance: 'night', loop: true, start: { daily: 1200 }, late: 'wait', now: true },
      items: [
        { kind: 'recorded', name: 'mp4:film', start: 10_000, length: 30_000, wait: 0 },
        { kind: 'live', name: 'studio', start: 0, length: 600_000, wait: 5000 },
      ],
    },
  ]);
});

test('defaults, a date, and SMIL beside YAML', async () => {
  const { playlists, problems } = await load({
    'a.yaml': 'start: 2026-12-24T20:00:00+01:00\nitems: [{play: film}]\n',
    'b.smil': '<smil><body><video src="mp4:film"/></body></smil>',
    'notes.txt': 'nothing',
  });
  expect(problems).toEqual([]);
  expect(playlists).toMatchObject([
    { stream: 'a', loop: false, late: 'skip', now: false, start: { date: Date.UTC(2026, 11, 24, 19) } },
    { stream: 'b', items: [{ name: 'mp4:film', length: Infinity }] },
  ]);
});

test.each([
  { text: 'items: []', problem: 'a.yaml:1:8 items: [] is not a list of 1 to 1000 items;' },
  { text: 'loop: true', problem: 'a.yaml items: nothing is not a list of 1 to 1000 items; write "items:"' },
  { text: 'items: [{}]', problem: 'a.yaml:1:9 items[0]: a section is not an item: recorded media or a live stream;' },
  { text: 'items: [{play: a, live: b}]', problem: 'a.yaml:1:9 items[0]: a section is not an item' },
  { text: 'items:\n  - play: ../../x', problem: 'a.yaml:2:11 items[0].play: "../../x" is not the name of a stream;' },
  {
    text: 'items: [{play: a, lenght: 5s}]',
    problem: 'a.yaml:1:19 items[0].lenght: there is no such key; did you mean length?',
  },
  {
    text: 'items: [{play: a, length: 5}]',
    problem: 'a.yaml:1:27 items[0].length: 5 is not a duration from 0s to 20d;',
  },
  { text: 'start: 25:00\nitems: [{play: a}]', problem: 'a.yaml:1:8 start: "25:00" is not a time of the day' },
  { text: 'start: 2026-12-24T20:00:00\nitems: [{play: a}]', problem: 'a.yaml:1:8 start: "2026-12-24T20:00:00" is not' },
  {
    text: 'items: [{play: a}]\ninstance: a\\b',
    problem: 'a.yaml:2:11 instance: "a\\\\b" is not the name of an instance;',
  },
  { text: 'items: [', problem: 'a.yaml:1' },
])('a mistake has its place: $text', async ({ text, problem }) => {
  const { problems, configuration } = await load({ 'a.yaml': text });
  expect(problems.join('\n')).toContain(problem);
  expect(configuration).toBeUndefined();
});

test('two files for one stream, files that are not read, and a change', async () => {
  const items = 'items: [{play: a}]\n';
  const { problems, watched, fingerprint } = await load({
    'a.yaml': items,
    'a.smil': '<smil><body><video src="b"/></body></smil>',
    'b.yml': items,
  });
  expect(problems).toEqual([
    'a.yaml is not played: another file here plays a; rename one of them',
    'b.yml is not read; name it b.yaml',
  ]);
  expect(watched.some(({ path, names }) => path.endsWith('playlists') && names === undefined)).toBe(true);
  expect((await load({ 'a.yaml': `loop: true\n${items}` })).fingerprint).not.toBe(fingerprint);
});
