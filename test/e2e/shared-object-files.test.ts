import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { decodeSharedObject } from '../../src/storage/shared-object-format.js';
import { Program } from '../support/program.js';
import { newFolder } from '../support/run-folder.js';
import { seededRandom } from '../support/seeded-random.js';

const script = fileURLToPath(new URL('../support/shared-object-writer.mjs', import.meta.url));
const KILLS = 200;

function writer(folder: string, rounds: number): Program {
  return new Program(process.execPath, [script, folder, String(rounds)], { timeout: 60_000 });
}

/** The versions that were promised, the newest of each object. */
function promisesIn(output: string): Map<string, number> {
  const promises = new Map<string, number>();
  for (const [, name, version] of output.matchAll(/^(\S+) (\d+)$/gm)) {
    promises.set(name!, Math.max(promises.get(name!) ?? 0, Number(version)));
  }
  return promises;
}

/** The version of a file, every property of which must be of that version. */
function versionOf(path: string): number {
  const { version, properties } = decodeSharedObject(new Uint8Array(readFileSync(path)));
  const said = [...properties.values()].map(({ value }) => (typeof value === 'string' ? parseInt(value, 10) : value));
  expect(said).toEqual(new Array(20).fill(version));
  return version;
}

function halfWritten(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith('.tmp'));
}

/** Kills one process after the other, each of which goes on with what the one before left. */
async function killAgainAndAgain(lane: number, kills: number) {
  const random = seededRandom(lane);
  const folder = newFolder('sharedobjects');
  const promised = new Map<string, number>();
  let left = 0;
  for (let kill = 0; kill < kills; kill++) {
    const program = writer(folder, 1e9);
    // Something was promised, however slow the machine is.
    await program.printed(/^ready\n\S+ \d+$/m);
    await delay(random() * 60);
    program.kill('SIGKILL');
    const { stdout, stderr } = await program.ended;
    expect(stderr).toBe('');
    for (const [name, version] of promisesIn(stdout)) {
      expect(version, `${name}, loaded and then promised`).toBeGreaterThanOrEqual(promised.get(name) ?? 0);
      promised.set(name, version);
      const path = join(folder, '_definst_', `${name}.fso`);
      if (version > 0) expect(versionOf(path), `${name} after kill ${kill}`).toBeGreaterThanOrEqual(version);
    }
    left += halfWritten(folder).length;
  }
  return { folder, promised, left };
}

describe('shared objects on the disk', () => {
  it(`survive ${KILLS} times kill -9: none torn, none older than promised`, { timeout: 240_000 }, async () => {
    const lanes = await Promise.all([1, 2].map((lane) => killAgainAndAgain(lane, KILLS / 2)));
    // Enough that the kills had something to lose, and something to clean up.
    for (const { promised } of lanes) {
      expect(Math.min(...promised.values())).toBeGreaterThan(0);
      expect([...promised.values()].reduce((sum, version) => sum + version)).toBeGreaterThanOrEqual(KILLS / 2);
    }
    expect(lanes.reduce((sum, { left }) => sum + left, 0)).toBeGreaterThan(0);
    for (const { folder, promised } of lanes) {
      const { stdout, code } = await writer(folder, 200).ended;
      expect([code, stdout.endsWith('closed\n')]).toEqual([0, true]);
      for (const [name, version] of promisesIn(stdout)) {
        expect(version).toBeGreaterThanOrEqual(promised.get(name)!);
        expect(versionOf(join(folder, '_definst_', `${name}.fso`))).toBe(version);
      }
      expect(halfWritten(folder)).toEqual([]);
      expect(readdirSync(folder, { recursive: true }).filter((name) => String(name).includes('damaged'))).toEqual([]);
    }
  });
});
