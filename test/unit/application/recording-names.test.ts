import { expect, test } from 'vitest';
import { recordingNames } from '../../../src/application/recording-names.js';

const facts = { application: 'live', instance: '_definst_', stream: 'cam' };
const date = Date.UTC(2026, 10, 21, 8, 30, 5);

test.each([
  { template: '{stream}', names: ['cam', 'cam-2', 'cam-3'] },
  { template: '{stream}-{sequence}', names: ['cam-001', 'cam-002', 'cam-003'] },
  { template: '{application}/{instance}/{date}/{time}', names: ['live/_definst_/2026-11-21/08-30-05'] },
  { template: '{stream}{nothing}', names: ['cam{nothing}'] },
])('$template', ({ template, names }) => {
  const name = recordingNames(template, facts, date);
  expect(names.map((_, i) => name(i + 1))).toEqual(names);
});

test.each(['../{stream}', '/{stream}', '{stream}.', 'a:{stream}'])('%s names no file', (template) => {
  expect(recordingNames(template, facts, date)(1)).toBeUndefined();
});
