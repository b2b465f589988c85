import { mkdirSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import { encodeFlvTag } from '../../../src/flv/encode-flv-tag.js';
import { encodeFlvHeader } from '../../../src/flv/flv-header.js';
import { MediaMessage } from '../../../src/media/media-message.js';
import { SlateFiles } from '../../../src/storage/slate-files.js';
import { StorageError } from '../../../src/storage/storage-error.js';
import { avc } from '../../support/media-payloads.js';

const RECORDED = 'test/vectors/rtmp/published.flv';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slates-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

function flv(...labels: string[]): Uint8Array {
  const tags = labels.map((label, i) => encodeFlvTag(new MediaMessage('video', i * 40, avc.key(label))));
  return concat([encodeFlvHeader({ hasAudio: false, hasVideo: true }), ...tags]);
}

function file(name: string, content: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('a file of ffmpeg is a slate, with its sound, picture and metadata', async () => {
  const slate = await new SlateFiles().load(RECORDED);
  expect(slate.codecs).toEqual({ video: 'avc', audio: 'aac' });
  expect(slate.metadata).toBeDefined();
  expect(slate.messages.length).toBeGreaterThan(10);
});

test('it is read once for all, whatever its path is called', async () => {
  const slates = new SlateFiles();
  const [first, ...others] = await Promise.all([RECORDED, `./${RECORDED}`, RECORDED].map((path) => slates.load(path)));
  expect([...others, await slates.load(RECORDED)].every((slate) => slate === first)).toBe(true);
});

test('it is read again when it has changed, also after it could not be read', async () => {
  const slates = new SlateFiles();
  const path = file('slate.flv', flv('one'));
  const first = await slates.load(path);
  const version = await slates.version(path);
  renameSync(file('other.flv', flv('one', 'two')), path);
  expect(await slates.version(path)).not.toBe(version);
  const second = await slates.load(path);
  expect([first.messages.length, second.messages.length]).toEqual([1, 2]);
  rmSync(path);
  await expect(slates.load(path)).rejects.toThrow('there is no such file');
  writeFileSync(path, flv('one', 'two', 'three'));
  expect((await slates.load(path)).messages).toHaveLength(3);
});

test('what is cut off, encrypted, or between the tags does not matter', async () => {
  const bytes = flv('one', 'two', 'three');
  const encrypted = encodeFlvTag(new MediaMessage('video', 0, avc.key('secret')));
  encrypted[0]! |= 0x20;
  const path = file('slate.flv', concat([bytes.subarray(0, 13), encrypted, bytes.subarray(13, -6)]));
  expect((await new SlateFiles().load(path)).messages).toHaveLength(2);
});

describe('what cannot be shown says why', () => {
  const refused = [
    { name: 'nothing there', make: () => join(folder, 'none.flv'), says: 'there is no such file' },
    { name: 'a folder', make: () => folder, says: 'it is no file' },
    { name: 'a file as a folder', make: () => join(file('a', flv('one')), 'slate.flv'), says: 'there is no such file' },
    { name: 'a device', make: () => '/dev/zero', says: 'it is no file' },
    { name: 'nothing in it', make: () => file('empty.flv', new Uint8Array(0)), says: 'no FLV signature' },
    {
      name: 'text',
      make: () => file('text.flv', new TextEncoder().encode('slate '.repeat(9999))),
      says: 'no FLV signature',
    },
    { name: 'a header alone', make: () => file('header.flv', flv()), says: 'neither sound nor picture' },
    { name: 'more than 64 MiB', make: () => large(), says: 'more than 64 MiB' },
  ];
  test.each(refused)('$name', async ({ make, says }) => {
    const path = make();
    const error: unknown = await new SlateFiles().load(path).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StorageError);
    expect((error as StorageError).message).toContain(says);
  });

  function large(): string {
    mkdirSync(join(folder, 'large'));
    const path = file('large/slate.flv', flv('one'));
    truncateSync(path, 64 * 1024 * 1024 + 1);
    return path;
  }
});
