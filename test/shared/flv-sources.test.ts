import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeFlvIndex, encodeFlvIndex } from '../../src/flv/flv-index-bytes.js';
import type { FlvTag } from '../../src/flv/flv-tag.js';
import { flvMessage } from '../../src/flv/flv-tag.js';
import { indexFlv } from '../../src/flv/index-flv.js';
import { openFlv } from '../../src/flv/open-flv.js';
import { classify } from '../../src/media/classify.js';
import { MediaError } from '../../src/media/media-error.js';
import type { MediaMessage } from '../../src/media/media-message.js';
import type { MediaSource } from '../../src/media/media-source.js';
import { readFlv } from '../support/flv-reading.js';
import { MemoryIndexStore, readMessages, readSegments } from '../support/media-reading.js';
import { MemoryMediaFile } from '../support/memory-media-file.js';
import { guidancePresent, MEDIA } from './guidance.js';

const names = guidancePresent ? readdirSync(MEDIA).filter((name) => name.endsWith('.flv')) : [];
const bytesOf = (name: string) => new Uint8Array(readFileSync(join(MEDIA, name)));

const WITHOUT_TAGS = [
  'own-mangled-header-9bytes.flv',
  'own-mangled-header-only.flv',
  'own-mangled-truncated-header.flv',
];
const whole = names.filter((name) => !WITHOUT_TAGS.includes(name));

/** Its index is made before it is played, or it has none. */
const WAYS = [
  { way: 'with an index', options: {} },
  { way: 'without', options: { smallFile: 0 } },
] as const;

const tagsOf = (bytes: Uint8Array): readonly FlvTag[] => readFlv([bytes]).tags.filter(({ filtered }) => !filtered);
const isMetadata = (tag: FlvTag) => Buffer.from(tag.payload.subarray(3, 13)).toString() === 'onMetaData';
const said = ({ kind, payload }: MediaMessage) =>
  `${kind} ${payload.length} ${createHash('md5').update(payload).digest('base64')}`;

/** Times from the earliest of the first frames, by a rule of the test's own. */
function expectedTimes(tags: readonly FlvTag[]): number[] {
  const messages = tags.map(flvMessage);
  const isFrame = (message: MediaMessage) =>
    message.kind !== 'data' && message.payload.length > 0 && !classify(message).isConfiguration;
  const first = messages.findIndex(isFrame);
  const start = Math.min(
    ...(['audio', 'video'] as const).flatMap((kind) => {
      const one = messages.find((message) => message.kind === kind && isFrame(message));
      return one === undefined || one.timestamp > messages[first]!.timestamp + 10_000 ? [] : [one.timestamp];
    }),
  );
  return messages.map(({ timestamp }) => Math.max(0, timestamp - start));
}

describe.skipIf(!guidancePresent)('FLV files as recorded media', () => {
  test('there are many of them', () => {
    expect(names.length).toBeGreaterThanOrEqual(74);
  });

  test.each(WITHOUT_TAGS)('%s is refused', async (name) => {
    const refused = openFlv(new MemoryMediaFile(bytesOf(name)));
    await expect(refused).rejects.toBeInstanceOf(MediaError);
    await expect(refused).rejects.toMatchObject({ code: 'no-track' });
  });

  describe.each(WAYS)('$way', ({ options }) => {
    test.each(whole)('%s is played from its beginning to its end', async (name) => {
      const bytes = bytesOf(name);
      const source = await openFlv(new MemoryMediaFile(bytes), undefined, options);
      const segments = await readSegments(source, 0);
      const tags = tagsOf(bytes);
      const firstMetadata = tags.find(isMetadata);
      const played = name.includes('bad-amf') ? tags : tags.filter((tag) => tag !== firstMetadata);
      const messages = segments.flatMap(({ messages }) => messages);
      expect(messages.map(said)).toEqual(played.map(flvMessage).map(said));
      const times = expectedTimes(tags);
      expect(messages.map(({ timestamp }) => timestamp)).toEqual(played.map((tag) => times[tags.indexOf(tag)]));
      expect(source.metadata).toHaveLength(1);
      for (const { messages } of segments) {
        const second = (Math.floor((messages[0]?.timestamp ?? 0) / 1000) + 1) * 1000;
        const sequential = messages.filter(({ timestamp }) => timestamp >= second);
        expect(sequential).toEqual([]);
      }
    });

    test.each(whole)('%s is sought', async (name) => {
      const bytes = bytesOf(name);
      const source = await openFlv(new MemoryMediaFile(bytes), undefined, options);
      const duration = await source.duration();
      const all = await readMessages(source, 0);
      const allSaid = all.map(said);
      const keyFrames = all.filter((message) => classify(message).isKeyFrame);
      const sought = [...Array.from({ length: 9 }, (_, i) => (duration * i) / 9), duration];
      for (const time of sought) {
        const point = (await source.seek(time))!;
        const messages = await readMessages(source, point.position);
        if (point.position > 0) expect(messages.map(said)).toEqual(allSaid.slice(-messages.length));
        else expect(point).toEqual({ position: 0, time: 0, setup: [] });
        const last = keyFrames.filter(({ timestamp }) => timestamp <= time).at(-1);
        if (keyFrames.length > 0) expect(point.time).toBe(last?.timestamp ?? 0);
        if (keyFrames.length > 0 && point.position > 0) expect(messages[0]!.timestamp).toBe(last!.timestamp);
        if (keyFrames.length === 0) await seeksTime(source, all, time);
        expect(point.setup.map(said)).toEqual(point.position === 0 ? [] : inForce(all, messages.length).map(said));
      }
      expect(await source.seek(duration + 1)).toBeUndefined();
    });

    test.each(whole)('%s: segments fall together again after a seek', async (name) => {
      const source = await openFlv(new MemoryMediaFile(bytesOf(name)), undefined, options);
      const cuts = new Set((await readSegments(source, 0)).map(({ position }) => position));
      const duration = await source.duration();
      for (const part of [0.2, 0.5, 0.8]) {
        const { position } = (await source.seek(duration * part))!;
        const segments = await readSegments(source, position);
        const strange = segments.filter((segment) => !cuts.has(segment.position));
        expect(strange.length).toBeLessThanOrEqual(Math.max(2, segments.length / 3));
      }
    });
  });

  test.each(whole)('%s has the same index after it was kept', async (name) => {
    const bytes = bytesOf(name);
    const index = await indexFlv(new MemoryMediaFile(bytes));
    const encoded = encodeFlvIndex(index);
    expect(decodeFlvIndex(encoded, bytes.length)).toEqual(index);
    const store = new MemoryIndexStore();
    await (await openFlv(new MemoryMediaFile(bytes), store)).duration();
    expect(store.kept.get('memory')).toEqual(encoded);
    const file = new MemoryMediaFile(bytes);
    const source = await openFlv(file, store);
    const readToOpen = file.bytesRead;
    await source.duration();
    expect(file.bytesRead).toBe(readToOpen);
  });
});

const FFPROBE = '/usr/bin/ffprobe';

describe.skipIf(!guidancePresent || !existsSync(FFPROBE))('what ffprobe counts', () => {
  let counts: ReadonlyMap<string, { audio?: number; video?: number }>;

  beforeAll(() => {
    counts = new Map(
      names.filter((name) => !/mangled|filter/.test(name)).map((name) => [name, probe(join(MEDIA, name))]),
    );
  });

  test('is what is played', async () => {
    let compared = 0;
    for (const [name, { audio, video }] of counts) {
      if (audio === undefined && video === undefined) continue;
      const messages = await readMessages(await openFlv(new MemoryMediaFile(bytesOf(name))), 0);
      if (messages.some(isEnhanced)) continue;
      const frames = (kind: string) =>
        messages.filter((message) => message.kind === kind && classify(message).isFrame && message.payload.length > 1);
      if (audio !== undefined) expect([name, 'audio', frames('audio').length]).toEqual([name, 'audio', audio]);
      if (video !== undefined) expect([name, 'video', frames('video').length]).toEqual([name, 'video', video]);
      compared++;
    }
    expect(compared).toBeGreaterThan(40);
  });
});

/** ffprobe before 6.1 counts Enhanced RTMP as if it were something else. */
function isEnhanced({ kind, payload }: MediaMessage): boolean {
  const first = payload[0] ?? 0;
  return (kind === 'video' && first >= 0x80) || (kind === 'audio' && first >> 4 === 9);
}

function probe(path: string): { audio?: number; video?: number } {
  const counts: { audio?: number; video?: number } = {};
  const args = [
    '-v',
    'quiet',
    '-count_packets',
    '-show_entries',
    'stream=codec_type,nb_read_packets',
    '-of',
    'csv=p=0',
  ];
  for (const line of execFileSync(FFPROBE, [...args, path])
    .toString()
    .trim()
    .split('\n')) {
    const [type, packets] = line.split(',');
    if ((type === 'audio' || type === 'video') && Number(packets) > 0) counts[type] = Number(packets);
  }
  return counts;
}

/** Without pictures a seek leads to the last frame up to the time, or to the last word where there is no sound. */
async function seeksTime(source: MediaSource, all: readonly MediaMessage[], time: number): Promise<void> {
  const point = (await source.seek(time))!;
  const timed = all.filter(({ kind, timestamp }) => kind === 'audio' && timestamp <= time);
  expect(point.time).toBe(Math.max(0, ...timed.map(({ timestamp }) => timestamp)));
}

/** The configurations that stand before the last `count` messages, the newest of each kind. */
function inForce(all: readonly MediaMessage[], count: number): MediaMessage[] {
  const byKey = new Map<string, MediaMessage>();
  for (const message of all.slice(0, all.length - count)) {
    const { configurationKey, outdatedKeys } = classify(message);
    if (configurationKey === undefined) continue;
    const before = byKey.get(configurationKey);
    if (before !== undefined && said(before) === said(message)) continue;
    for (const key of outdatedKeys) byKey.delete(key);
    byKey.set(configurationKey, message);
  }
  return [...byKey.values()];
}
