import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { decodeSharedObject } from '../../src/storage/shared-object-format.js';
import { hex } from '../support/hex.js';
import { newFolder } from '../support/run-folder.js';
import { afterglow } from '../support/server-process.js';

/** Flash Player wrote it (soundData_level0.sol of ruffle-rs/rust-flash-lso). */
const sol = hex(`00bf 0000003b 5443534f 000400000000 0010 736f756e64446174615f6c6576656c30 00000000
  0006 766f6c756d65 004059000000000000 00 0004 6d757465 0100 00`);

let data: string;
let file: string;

beforeEach(() => {
  data = newFolder('data');
  file = join(data, 'some.sol');
  writeFileSync(file, sol);
});

const run = (...args: string[]) => afterglow(['import', 'sharedobject', ...args], data).ended;
const kept = (path: string) => decodeSharedObject(new Uint8Array(readFileSync(join(data, path))));

describe('afterglow import sharedobject', () => {
  it('makes a persistent object of a file of Flash Player', async () => {
    const { code, stdout } = await run(file, '--app', 'live', '--instance', 'rooms/1');
    expect([code, stdout]).toEqual([0, expect.stringContaining('soundData_level0 of live/rooms/1, with 2 properties')]);
    const { name, properties } = kept('sharedobjects/live/rooms%2F1/soundData_level0.fso');
    expect([name, properties.get('volume')?.value, properties.get('mute')?.value]).toEqual([
      'soundData_level0',
      100,
      false,
    ]);
  });

  it('gives it another name and keeps it where the configuration says', async () => {
    const elsewhere = newFolder('elsewhere');
    const set = `application.sharedObjManager.storageDir=${elsewhere}`;
    expect((await run(file, '--app', 'live', '--name', 'a/b', '--set', set)).code).toBe(0);
    const bytes = new Uint8Array(readFileSync(join(elsewhere, 'live/_definst_/a/b.fso')));
    expect(decodeSharedObject(bytes).name).toBe('a/b');
  });

  it('replaces an object only if told to', async () => {
    await run(file, '--app', 'live', '--name', 'a');
    const refused = await run(file, '--app', 'live', '--name', 'a');
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('--replace')]);
    expect((await run(file, '--app', 'live', '--name', 'a', '--replace')).code).toBe(0);
  });

  it('says what is wrong with a file', async () => {
    writeFileSync(file, sol.subarray(0, 40));
    const { code, stderr } = await run(file, '--app', 'live');
    expect([code, stderr]).toEqual([1, expect.stringMatching(/some\.sol was not imported: needed/)]);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it.each([['--app', '../up'], ['--app', 'live', '--name', '/x'], []])(
    'refuses what is no name, and to do without one (%#)',
    async (...options) => {
      expect((await run(file, ...options)).code).toBe(2);
    },
  );
});
