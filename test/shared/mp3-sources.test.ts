import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeAmf0 } from '../../src/amf/amf0-decoder.js';
import type { AmfObject } from '../../src/amf/value.js';
import { AmfArray } from '../../src/amf/value.js';
import type { MediaMessage } from '../../src/media/media-message.js';
import { readMp3Layout } from '../../src/mp3/mp3-layout.js';
import { openId3 } from '../../src/mp3/open-id3.js';
import { openMp3 } from '../../src/mp3/open-mp3.js';
import { readId3 } from '../../src/mp3/read-id3.js';
import { readMessages, readSegments } from '../support/media-reading.js';
import { MemoryMediaFile } from '../support/memory-media-file.js';
import { guidancePresent, MEDIA } from './guidance.js';

const FFPROBE = '/usr/bin/ffprobe';

const files = [
  {
    name: 'own-cbr.mp3',
    facts: { audiocodecid: 2, audiosamplerate: 44_100, stereo: false, canSeekToEnd: true, audiodatarate: 64 },
    id3: { TSSE: 'Lavf59.27.100' },
  },
  {
    name: 'own-vbr-id3v24.mp3',
    facts: { audiocodecid: 2, audiosamplerate: 44_100, stereo: false, canSeekToEnd: true },
    id3: { TIT2: 'Tïtle', songname: 'Tïtle', TSSE: 'Lavf59.27.100' },
  },
];

const open = (name: string) => new MemoryMediaFile(new Uint8Array(readFileSync(join(MEDIA, name))));

function members(message: MediaMessage | undefined): Record<string, unknown> {
  const [, value] = decodeAmf0(message!.payload);
  return Object.fromEntries(value instanceof AmfArray ? value.entries() : (value as AmfObject).properties);
}

describe.skipIf(!guidancePresent)('MP3 files as recorded media', () => {
  describe.each(files)('$name', ({ name, facts, id3 }) => {
    test('tells its facts and its tags', async () => {
      const source = await openMp3(open(name));
      const [onMetaData, onId3] = source.metadata;
      expect(members(onMetaData)).toMatchObject(facts);
      expect(members(onMetaData).duration as number).toBeCloseTo((await source.duration()) / 1000, 3);
      expect(members(onId3)).toEqual(id3);
      const { info } = await readMp3Layout(open(name), (await readId3(open(name))).sound);
      expect(info).toMatchObject({ frames: 78, encoderDelay: 576, padding: 1080 });
      const alone = await openId3(open(name));
      expect(members(alone.metadata[0])).toEqual(id3);
      expect(await alone.duration()).toBe(0);
      expect(await alone.segment(0)).toEqual({ position: 0, messages: [], next: undefined });
    });

    test.each([{ smallFile: undefined }, { smallFile: 0 }])('goes on from wherever it is sought: %o', async (o) => {
      const source = await openMp3(open(name), undefined, o.smallFile === undefined ? {} : { smallFile: o.smallFile });
      const begin = (await source.seek(0))!;
      const all = await readMessages(source, begin.position);
      const duration = await source.duration();
      for (let i = 0; i <= 10; i++) {
        const time = (duration * i) / 10;
        const point = (await source.seek(time))!;
        const expected = all.findLastIndex(({ timestamp }) => timestamp <= time);
        expect(point.time).toBe(all[expected]!.timestamp);
        const rest = await readMessages(source, point.position);
        expect(rest).toEqual(all.slice(expected));
      }
      expect(await source.seek(duration + 1)).toBeUndefined();
      const segments = await readSegments(source, begin.position);
      expect(segments.map(({ messages }) => Math.floor(messages[0]!.timestamp / 1000))).toEqual(
        segments.map((_, i) => i),
      );
    });

    test.skipIf(!existsSync(FFPROBE))('has the frames that ffprobe finds', async () => {
      const source = await openMp3(open(name));
      const messages = await readMessages(source, (await source.seek(0))!.position);
      const args = ['-v', 'error', '-show_entries', 'packet=pts_time,size', '-of', 'csv=p=0', join(MEDIA, name)];
      const lines = execFileSync(FFPROBE, args).toString().trim().split('\n');
      const packets = lines.filter((line) => /^[\d.]+,\d/.test(line));
      const sizes = packets.map((line) => Number(line.split(',')[1]));
      expect(messages.map(({ payload }) => payload.length - 1)).toEqual(sizes);
      const first = Number(packets[0]!.split(',')[0]);
      const times = packets.map((line) => Math.round((Number(line.split(',')[0]) - first) * 1000));
      for (const [i, { timestamp }] of messages.entries())
        expect(Math.abs(timestamp - times[i]!)).toBeLessThanOrEqual(1);
      for (const { payload } of messages) expect([...payload.subarray(0, 2)]).toEqual([0x2e, 0xff]);
    });
  });
});
