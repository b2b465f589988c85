import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { FlvTag } from '../../src/flv/flv-tag.js';
import { readFlvMetadata } from '../../src/flv/flv-metadata.js';
import type { MediaMessage } from '../../src/media/media-message.js';
import type { MediaReport } from '../../src/media/media-report.js';
import { needsRepair } from '../../src/media/media-report.js';
import { packetsOf } from '../../src/media/stream-packet.js';
import { inspectMedia } from '../../src/storage/inspect-media.js';
import { withLocalFile } from '../../src/storage/local-file.js';
import type { RemuxFormat } from '../../src/storage/remux-media.js';
import { leftOut, openToRemux, remuxMedia } from '../../src/storage/remux-media.js';
import { repairMedia } from '../../src/storage/repair-media.js';
import { sourceMessages } from '../../src/storage/source-messages.js';
import { readFlv } from '../support/flv-reading.js';
import { runProgram } from '../support/program.js';
import { guidancePresent, MEDIA } from './guidance.js';

const files = guidancePresent ? readdirSync(MEDIA).filter((name) => !/\.(json|tsv)$/.test(name)) : [];

/** There is not one whole tag in them. */
const EMPTY = ['own-mangled-header-9bytes.flv', 'own-mangled-header-only.flv', 'own-mangled-truncated-header.flv'];
const ONE_PICTURE = 'ruffle-screenvideo.flv';
const readable = files.filter((name) => !EMPTY.includes(name));

const folder = guidancePresent ? mkdtempSync(join(tmpdir(), 'media-tools-')) : '';
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inspect = (path: string): Promise<MediaReport> => withLocalFile(path, (file) => inspectMedia(file));
const repair = (path: string, output?: string) =>
  withLocalFile(path, (file) => repairMedia(file, { output, keeps: true, isDryRun: false }));

function tagsOf(path: string): readonly FlvTag[] {
  return readFlv([new Uint8Array(readFileSync(path))]).tags;
}

/** All that a tag carries, without when and where. */
function content({ type, filtered, payload }: FlvTag): string {
  return `${type} ${filtered} ${Buffer.from(payload).toString('base64')}`;
}

/** The contents of a file without its first onMetaData, which is another one once the file was repaired. */
function contents(tags: readonly FlvTag[]): string[] {
  const metadata = tags.find((tag) => !tag.filtered && readFlvMetadata(tag) !== undefined);
  return tags.filter((tag) => tag !== metadata).map(content);
}

async function warnings(path: string): Promise<string> {
  const args = ['-v', 'warning', '-i', path, '-map', '0:a?', '-map', '0:v?', '-c', 'copy', '-f', 'null', '-'];
  return (await runProgram('ffmpeg', args, { timeout: 30_000 })).stderr;
}

describe.skipIf(!guidancePresent)('the tools for media, with published and mangled files', () => {
  test.each(EMPTY)('%s cannot be read, and is left alone', async (name) => {
    const path = join(folder, name);
    copyFileSync(join(MEDIA, name), path);
    await expect(inspect(path)).rejects.toMatchObject({ code: 'no-track' });
    await expect(repair(path)).rejects.toMatchObject({ code: 'no-track' });
    expect(readFileSync(path)).toEqual(readFileSync(join(MEDIA, name)));
  });

  test.each(readable)('%s is described', async (name) => {
    const report = await inspect(join(MEDIA, name));
    expect(report.streams.length).toBeGreaterThan(0);
    for (const { frames } of report.streams) expect(frames).toBeGreaterThan(0);
    if (name === ONE_PICTURE) return expect(report.duration).toBe(0);
    expect(report.duration).toBeGreaterThan(0);
    for (const { bitRate } of report.streams) expect(bitRate).toBeGreaterThan(0);
  });

  test.each(readable)('%s is repaired once, and nothing whole is lost', async (name) => {
    const path = join(MEDIA, name);
    const output = join(folder, `repaired-${name}`);
    const { report, written } = await repair(path, output);
    expect(written !== undefined).toBe(needsRepair(report));
    if (written === undefined) return;
    const after = await inspect(output);
    expect(after.defects.filter(({ mend }) => mend === 'repair')).toEqual([]);
    expect(after.streams.map(({ frames }) => frames)).toEqual(report.streams.map(({ frames }) => frames));
    if (report.container !== 'flv') return;
    const tags = tagsOf(output);
    expect(contents(tags)).toEqual(contents(tagsOf(path)));
    for (const kind of [8, 9]) {
      const times = tags.filter(({ type, payload }) => type === kind && payload.length > 2).map((tag) => tag.timestamp);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  });
});

/** What ffmpeg of the oldest supported version does not know, or says of every file with such sound. */
const TOO_NEW = /mona-|veovera|scuffle|hevc|speex|flashContent/;
/** Several pictures have one time, as they were recorded; ffmpeg warns of that. */
const STACKED = /NAPNAP|h264_mp3-head/;
const hasFfmpeg = (await runProgram('ffmpeg', ['-version'], { timeout: 20_000 })).code === 0;

describe.skipIf(!guidancePresent || !hasFfmpeg)('what was repaired, as ffmpeg reads it', () => {
  test.each(readable.filter((name) => !TOO_NEW.test(name) && !STACKED.test(name)))(
    '%s gives no warning',
    async (name) => {
      const output = join(folder, `read-${name}`);
      const { written } = await repair(join(MEDIA, name), output);
      if (written !== undefined) expect(await warnings(output)).toBe('');
    },
  );
});

interface Frame {
  readonly time: number;
  readonly composition: number;
  readonly body: string;
}

async function framesOf(path: string, kind: 'audio' | 'video'): Promise<Frame[]> {
  const messages: MediaMessage[] = [];
  await withLocalFile(path, async (file) => {
    for await (const some of sourceMessages((await openToRemux(file)).source, {})) messages.push(...some);
  });
  return messages
    .flatMap((message) => packetsOf(message).map((packet) => ({ packet, time: message.timestamp })))
    .filter(({ packet }) => packet.kind === kind && !packet.isConfiguration && packet.trackId === 0)
    .map(({ packet: { body, compositionTime }, time }) => ({
      time,
      composition: compositionTime,
      body: Buffer.from(body).toString('base64'),
    }));
}

async function remux(from: string, to: string, format: RemuxFormat): Promise<string[]> {
  return withLocalFile(from, async (file) => {
    const input = await openToRemux(file);
    const lost = leftOut(input.report, format);
    if (lost.length === 0) await remuxMedia(input, to, format, { replaces: true });
    return lost;
  });
}

describe.skipIf(!guidancePresent)('there and back', () => {
  const names = readable.filter((name) => !/garbage|huge|gnash|crosses/.test(name) && !name.endsWith('.mp3'));
  test.each(names)('%s', async (name) => {
    const [mp4, flv] = [join(folder, `${name}.there.mp4`), join(folder, `${name}.back.flv`)];
    const lost = await remux(join(MEDIA, name), mp4, 'mp4');
    if (lost.length > 0) return expect(lost.join()).toMatch(/ in |text|codec/);
    expect(await remux(mp4, flv, 'flv')).toEqual([]);
    const made = await Promise.all([inspect(mp4), inspect(flv)]);
    expect(made.flatMap(({ defects }) => defects)).toEqual([]);
    // Sound lies where its samples do, whatever old encoders wrote.
    const tolerance = name.startsWith('own-') ? 1 : 50;
    const begin = { before: Infinity, after: Infinity };
    const frames = [];
    for (const kind of ['audio', 'video'] as const) {
      const before = await framesOf(join(MEDIA, name), kind);
      const after = await framesOf(flv, kind);
      const keyless = kind === 'video' ? before.length - after.length : 0;
      expect(after.map(({ body }) => body)).toEqual(before.slice(keyless).map(({ body }) => body));
      frames.push({ before: before.slice(keyless), after });
      begin.before = Math.min(begin.before, before[keyless]?.time ?? Infinity);
      begin.after = Math.min(begin.after, after[0]?.time ?? Infinity);
    }
    for (const { before, after } of frames) {
      const late = after.filter((frame, i) => {
        const told = frame.time + frame.composition - begin.after;
        const wanted = before[i]!.time + before[i]!.composition - begin.before;
        return Math.abs(told - wanted) > tolerance;
      });
      expect(late.length).toBe(0);
    }
  });
});
