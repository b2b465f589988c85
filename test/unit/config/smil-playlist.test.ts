import { expect, test } from 'vitest';
import type { SafeName } from '../../../src/application/safe-name.js';
import { formatProblem } from '../../../src/config/problem.js';
import { parseSmilClock } from '../../../src/config/smil-clock.js';
import { readSmil } from '../../../src/config/smil-playlist.js';
import type { PlaylistItem } from '../../../src/stream/playlist-item.js';

const read = (text: string) => readSmil(text, 'a.smil', 'channel' as SafeName);

/** `mp4:film 5000+10000`: what is played, from where, for how long. */
const line = ({ kind, name, start, length }: PlaylistItem): string =>
  `${kind === 'live' ? 'live ' : ''}${name} ${start}+${length === Infinity ? 'all' : length}`;

test.each([
  { written: '10s', time: 10_000 },
  { written: '1.5min', time: 90_000 },
  { written: '2h', time: 7_200_000 },
  { written: '250ms', time: 250 },
  { written: '7.5', time: 7500 },
  { written: '01:30', time: 90_000 },
  { written: '01:02:03.5', time: 3_723_500 },
  { written: 'npt=00:00:10', time: 10_000 },
  { written: 'smpte=00:00:10:05', time: undefined },
  { written: '-5s', time: undefined },
  { written: '00:61', time: undefined },
  { written: '', time: undefined },
])('a clock value: $written', ({ written, time }) => {
  expect(parseSmilClock(written)).toBe(time);
});

test.each([
  {
    name: 'a body',
    body: '<video src="mp4:film"/><audio src="mp3:song"/><ref src="news.flv"/>',
    items: ['mp4:film 0+all', 'mp3:song 0+all', 'news.flv 0+all'],
  },
  { name: 'a part by begin and end', body: '<video src="a" clipBegin="5s" clipEnd="00:15"/>', items: ['a 5000+10000'] },
  { name: 'SMIL 1 attributes', body: '<video src="a" clip-begin="npt=5s" clip-end="npt=8s"/>', items: ['a 5000+3000'] },
  { name: 'the shorter of dur and clipEnd', body: '<video src="a" clipEnd="9s" dur="4s"/>', items: ['a 0+4000'] },
  {
    name: 'nested sequences',
    body: '<seq><video src="a"/><seq><video src="b"/></seq></seq>',
    items: ['a 0+all', 'b 0+all'],
  },
  {
    name: 'repeats',
    body: '<seq repeatCount="2"><video src="a" repeat="2"/><video src="b"/></seq>',
    items: ['a', 'a', 'b', 'a', 'a', 'b'].map((of) => `${of} 0+all`),
  },
  {
    name: 'a switch',
    body: '<switch><video src="hi" system-bitrate="900000"/><video src="lo"/></switch>',
    items: ['hi 0+all'],
  },
  { name: 'names in XML', body: '<video src="a&amp;b"/>', items: ['a&b 0+all'] },
])('SMIL: $name', ({ body, items }) => {
  const { playlists, problems } = read(`<smil xmlns="http://www.w3.org/ns/SMIL"><body>${body}</body></smil>`);
  expect(problems).toEqual([]);
  expect(playlists).toHaveLength(1);
  expect(playlists[0]).toMatchObject({ stream: 'channel', instance: '_definst_', loop: false, start: undefined });
  expect(playlists[0]!.items.map(line)).toEqual(items);
});

test.each([
  '<body repeatCount="indefinite"><video src="a"/></body>',
  '<body><seq repeat="indefinite"><video src="a"/></seq></body>',
])('SMIL: a loop: %s', (body) => {
  expect(read(`<smil>${body}</smil>`)).toMatchObject({ playlists: [{ loop: true }], problems: [] });
});

test('SMIL: the folder of the base is part of the names, the address of a server is not', () => {
  const of = (base: string) =>
    read(`<smil><head><meta base="${base}"/></head><body><video src="mp4:a"/></body></smil>`).playlists[0]?.items[0]
      ?.name;
  expect([of('news'), of('rtmp://media.example.com/vod')]).toEqual(['mp4:news/a', 'mp4:a']);
});

test('Wowza: playlists, each on its stream, with live items and its time', () => {
  const { playlists, problems } = read(`<smil><head></head><body>
    <stream name="one"></stream>
    <playlist name="p1" playOnStream="one" repeat="true" scheduled="2026-12-24 20:00:00">
      <video src="mp4:film.mp4" start="5" length="10"/>
      <video src="studio" start="-2" length="60"/>
      <video src="mp4:all.mp4" start="0" length="-1"/>
    </playlist>
    <playlist name="p2" playOnStream="two"><video src="a"/></playlist>
  </body></smil>`);
  expect(problems).toEqual([]);
  expect(playlists.map(({ stream, loop, start, late }) => ({ stream, loop, start, late }))).toEqual([
    { stream: 'one', loop: true, start: { date: new Date(2026, 11, 24, 20).getTime() }, late: 'begin' },
    { stream: 'two', loop: false, start: undefined, late: 'begin' },
  ]);
  expect(playlists[0]!.items.map(line)).toEqual([
    'mp4:film.mp4 5000+10000',
    'live studio 0+60000',
    'mp4:all.mp4 0+all',
  ]);
});

test.each([
  { name: 'no XML', text: 'items: []', problem: 'a.smil:1:1 is not XML: missing root element;' },
  { name: 'not closed', text: '<smil>\n<body></smil>', problem: 'a.smil:2:1 is not XML: ' },
  {
    name: 'an entity',
    text: '<!DOCTYPE smil [<!ENTITY a "b">]>\n<smil><body><video src="&a;"/></body></smil>',
    problem: 'a.smil:2:1 is not XML: entity not found',
  },
  { name: 'another document', text: '<html/>', problem: 'a.smil:1:1 <html>: is not a SMIL file;' },
  { name: 'no body', text: '<smil/>', problem: 'a.smil:1:1 <smil>: has no body;' },
  { name: 'nothing to play', text: '<smil><body/></smil>', problem: 'a.smil:1:7 <body>: has nothing to play;' },
  {
    name: 'a bad time',
    text: '<smil><body>\n<video src="a" dur="soon"/></body></smil>',
    problem: 'a.smil:2:1 <video dur>: "soon" is not a time; write 10s',
  },
  {
    name: 'an end before the beginning',
    text: '<smil><body><video src="a" clipBegin="9s" clipEnd="5s"/></body></smil>',
    problem: 'a.smil:1:13 <video clipEnd>: is not behind clipBegin;',
  },
  {
    name: 'an address',
    text: '<smil><body><video src="http://h/a.mp4"/></body></smil>',
    problem: 'a.smil:1:13 <video src>: is not the name of a stream;',
  },
  {
    name: 'a name that leads out',
    text: '<smil><body><video src="../../a"/></body></smil>',
    problem: 'a.smil:1:13 <video src>: is not the name of a stream;',
  },
  {
    name: 'too many repeats',
    text: `<smil><body><seq repeatCount="9999"><video src="a"/></seq></body></smil>`,
    problem: 'a.smil:1:7 <body>: has too many items;',
  },
  {
    name: 'no number',
    text: '<smil><body><video src="a" repeatCount="often"/></body></smil>',
    problem: 'a.smil:1:13 <video repeatCount>: is not a number;',
  },
  {
    name: 'a date that is none',
    text: '<smil><body><playlist playOnStream="a" scheduled="soon"><video src="b"/></playlist></body></smil>',
    problem: 'a.smil:1:13 <playlist scheduled>: is not a date;',
  },
  {
    name: 'no stream',
    text: '<smil><body><playlist><video src="b"/></playlist></body></smil>',
    problem: 'a.smil:1:13 <playlist playOnStream>: is not the name of a stream;',
  },
])('a mistake has its place: $name', ({ text, problem }) => {
  const { playlists, problems } = read(text);
  expect(playlists).toEqual([]);
  expect(problems.map(formatProblem)[0]).toContain(problem);
  expect(problems[0]?.severity).toBe('error');
});

test('what has no effect is told, with its line', () => {
  const { playlists, problems } = read(
    '<smil>\n<body>\n<par><video src="x"/></par>\n<img src="y"/>\n<video src="a" begin="5s" title="t"/>\n</body>\n</smil>',
  );
  expect(playlists[0]?.items.map(line)).toEqual(['a 0+all']);
  expect(problems.map(({ line: at, key, severity }) => `${at} ${key} ${severity}`)).toEqual([
    '3 <par> warning',
    '4 <img> warning',
    '5 <video begin> warning',
  ]);
});

test('files made to be costly cost little', () => {
  const deep = `<smil><body>${'<seq>'.repeat(5000)}<video src="a"/>${'</seq>'.repeat(5000)}</body></smil>`;
  expect(read(deep).playlists).toEqual([]);
  const doubling = `<smil><body>${'<seq repeatCount="9999">'.repeat(16)}<video src="a"/>${'</seq>'.repeat(16)}</body></smil>`;
  expect(read(doubling).playlists).toEqual([]);
});
