import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { concat } from '../../src/bytes/concat.js';
import { encodeFlvTag } from '../../src/flv/encode-flv-tag.js';
import { encodeFlvHeader } from '../../src/flv/flv-header.js';
import { flvMessage } from '../../src/flv/flv-tag.js';
import { randomPieces } from '../support/arrivals.js';
import { readFlv } from '../support/flv-reading.js';
import { guidancePresent, MEDIA } from './guidance.js';

const INDEX = join(MEDIA, 'index.json');

/** What an independent scanner found; it stops where we search on. */
interface Entry {
  readonly file: string;
  readonly scan: {
    readonly ver?: number;
    readonly flags?: number;
    readonly dataOffset?: number;
    readonly tags?: Readonly<Record<string, number>>;
    readonly first_ts?: number | null;
    readonly filterBit?: number;
    readonly nonzeroStreamId?: number;
  };
}

/** Where the scanner stops: all but the one tag that was made unreadable are there. */
const BEYOND: Readonly<Record<string, Record<string, number>>> = {
  'own-mangled-garbage-between-tags.flv': { '18': 1, '8': 79, '9': 30 },
  'own-mangled-huge-tag-length.flv': { '18': 1, '8': 78, '9': 30 },
};

const entries = guidancePresent
  ? (JSON.parse(readFileSync(INDEX, 'utf8')) as Entry[]).filter(({ file }) => file.endsWith('.flv'))
  : [];

const bytesOf = (file: string) => new Uint8Array(readFileSync(join(MEDIA, file)));

describe.skipIf(!guidancePresent)('published and mangled FLV files', () => {
  test('there are many of them', () => {
    expect(entries.length).toBeGreaterThanOrEqual(74);
    expect(entries.filter(({ file }) => file.includes('mangled')).length).toBeGreaterThan(15);
  });

  test.each(entries)('$file', ({ file, scan }) => {
    const { parser, tags, error } = readFlv([bytesOf(file)]);
    expect(error).toBeUndefined();
    const counts: Record<string, number> = {};
    for (const { type } of tags) counts[type] = (counts[type] ?? 0) + 1;
    expect(counts).toEqual(BEYOND[file] ?? scan.tags ?? {});
    expect(tags.filter(({ filtered }) => filtered)).toHaveLength(scan.filterBit ?? 0);
    if (BEYOND[file] === undefined) {
      expect(tags.filter(({ streamId }) => streamId !== 0)).toHaveLength(scan.nonzeroStreamId ?? 0);
    }
    if (scan.tags === undefined) return;
    const { ver, flags = 0, dataOffset } = scan;
    expect(parser.header).toEqual({ version: ver, hasAudio: (flags & 4) > 0, hasVideo: (flags & 1) > 0, dataOffset });
    const firstMedia = tags.find(({ type }) => type === 8 || type === 9)?.timestamp ?? null;
    if (file.includes('crosses')) expect(firstMedia).toBe(scan.first_ts);
  });

  test.each(entries)('$file is read the same in pieces', ({ file }) => {
    const bytes = bytesOf(file);
    const list = ({ tags }: ReturnType<typeof readFlv>) =>
      tags.map(({ type, offset, timestamp }) => [type, offset, timestamp]);
    const whole = list(readFlv([bytes]));
    expect(list(readFlv(randomPieces(bytes, bytes.length)))).toEqual(whole);
    const start = bytes.subarray(0, 20_000);
    expect(list(readFlv(Array.from(start, (byte) => Uint8Array.of(byte))))).toEqual(list(readFlv([start])));
  });

  const sound = entries.filter(({ file, scan }) => {
    const { filterBit, nonzeroStreamId, flags, dataOffset, tags } = scan;
    const unusual = ['badPrevTagSize', 'truncated', 'unknownTags'].some((fact) => fact in scan) || tags === undefined;
    return !unusual && !filterBit && !nonzeroStreamId && flags && dataOffset === 9 && BEYOND[file] === undefined;
  });
  test.each(sound)('$file is written as it was', ({ file }) => {
    const bytes = bytesOf(file);
    const { parser, tags } = readFlv([bytes]);
    const written = concat([encodeFlvHeader(parser.header!), ...tags.map(flvMessage).map(encodeFlvTag)]);
    expect(Buffer.compare(written, bytes)).toBe(0);
  });
});
