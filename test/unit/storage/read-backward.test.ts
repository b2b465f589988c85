import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PlacedLine } from '../../../src/storage/read-backward.js';
import { readBackward } from '../../../src/storage/read-backward.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backward-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function backward(text: string | Buffer, end?: number) {
  const path = join(folder, 'x.log');
  await writeFile(path, text);
  const file = await open(path);
  const [lines, reads]: [PlacedLine[], number[]] = [[], []];
  for await (const part of readBackward(file, end ?? Buffer.byteLength(text))) {
    lines.push(...part.lines);
    reads.push(part.read);
  }
  await file.close();
  return { lines, reads };
}

const long = 'é'.repeat(50_000);

it.each([
  ['nothing', ''],
  ['one line', 'a\n'],
  ['one without its end', 'a\nb'],
  ['empty ones, which are none', 'a\n\n\nb\n'],
  ['more than a block, of many sizes', Array.from({ length: 5000 }, (_, at) => 'x'.repeat(at % 97)).join('\n')],
  ['lines longer than a block', `a\n${long}\nb\n${long}\n`],
])('gives the lines of a file from the last to the first: %s', async (_what, text) => {
  const { lines } = await backward(text);
  const wanted = text.split('\n').filter((line) => line !== '');
  expect(lines.map((line) => line.text).reverse()).toEqual(wanted);
  const bytes = Buffer.from(text);
  for (const line of lines) {
    const length = Buffer.byteLength(line.text);
    expect(bytes.toString('utf8', line.offset, line.offset + length)).toBe(line.text);
  }
});

it('goes on before a line, and reads no more than what is looked at', async () => {
  const text = Array.from({ length: 30_000 }, (_, at) => `line ${at}`).join('\n');
  const { lines } = await backward(text);
  const { lines: before, reads } = await backward(text, lines[100]!.offset);
  expect(before[0]?.text).toBe(lines[101]!.text);
  expect(reads[0]).toBe(64 * 1024);
});

it('gives a line without an end in parts, and never holds all of it', async () => {
  const { lines } = await backward(Buffer.alloc(1_000_000, 'y'));
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.reduce((sum, { text }) => sum + text.length, 0)).toBe(1_000_000);
});
