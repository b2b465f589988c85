import { expect, test } from 'vitest';
import { loadFiles } from '../../support/load-files.js';

const APPLICATION = 'apps/live/application.yaml';
const HOST = 'conf/_defaultRoot_/_defaultVHost_/application.yaml';
const REMOTE = 'proxy:\n  mode: remote\n  routeTable: ["*:*;origin.example.com:1935"]\n';
const TARGETS = 'restream:\n  targets: [{ stream: a, url: "rtmp://far.example/live" }]\n';
const SOURCES = 'restream:\n  sources: [{ stream: a, url: "rtmp://far.example/live" }]\n';

test.each([
  ['targets', { [APPLICATION]: REMOTE + TARGETS }, `${APPLICATION}:5:3 restream.targets: proxy.mode is remote`],
  ['sources', { [APPLICATION]: REMOTE + SOURCES }, `${APPLICATION}:5:3 restream.sources: proxy.mode is remote`],
  ['targets of all applications', { [HOST]: REMOTE + TARGETS }, `5:3 restream.targets: proxy.mode is remote`],
  [
    'targets of an application on an edge',
    { [HOST]: REMOTE, [APPLICATION]: TARGETS },
    `${APPLICATION}:2:3 restream.targets: proxy.mode is remote`,
  ],
])('%s of an application that runs elsewhere are a mistake', async (_what, files, problem) => {
  const { lines, configuration } = await loadFiles(files);
  expect(lines).toEqual([expect.stringContaining(problem)]);
  expect(lines[0]).toContain("write it in the origin's application.yaml");
  expect(configuration).toBeUndefined();
});

test.each([
  ['here', { [APPLICATION]: TARGETS }],
  [
    'here, on a server that is an edge for others',
    { [HOST]: REMOTE, [APPLICATION]: `proxy: { mode: local }\n${TARGETS}` },
  ],
])('an application that runs %s sends its streams on', async (_where, files) => {
  const { lines } = await loadFiles(files);
  expect(lines).toEqual([]);
});
