import { expect, test } from 'vitest';
import { KeylessOutput } from '../../../src/process/keyless-output.js';

test.each([
  ['{"stream":"a?key=ag_0123456789abcdef"}\n', '{"stream":"a?key=ag_…"}\n'],
  [`{"text":"Bearer aft_${'x'.repeat(43)}"}\n`, '{"text":"Bearer aft_…"}\n'],
  ['{"stream":"draft_of_tomorrow"}\n', '{"stream":"draft_of_tomorrow"}\n'],
])('%s', (line, written) => {
  const lines: string[] = [];
  new KeylessOutput({ write: (text) => lines.push(text) }).write(line);
  expect(lines).toEqual([written]);
});
