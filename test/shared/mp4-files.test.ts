import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectAsProbed } from '../support/mp4-comparison.js';
import { guidancePresent, MEDIA } from './guidance.js';

/** The last two frames depend on others, and the fragment header says nothing of it. */
const FALSE_KEYS: ReadonlyMap<string, readonly number[]> = new Map([['red5-test_480_aac.f4v', [325, 326]]]);

const files = guidancePresent ? readdirSync(MEDIA).filter((name) => /\.(mp4|m4a|f4v)$/.test(name)) : [];

describe.skipIf(!guidancePresent)('published MP4 files, sample by sample as ffprobe finds them', () => {
  test.each(files)('%s', async (file) => {
    expect(await expectAsProbed(join(MEDIA, file), { falseKeys: FALSE_KEYS.get(file) ?? [] })).toBeGreaterThan(80);
  });
});
