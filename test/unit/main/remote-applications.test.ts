import { expect, test } from 'vitest';
import { MAX_REMEMBERED } from '../../../src/main/forget-oldest.js';
import { RemoteApplications } from '../../../src/main/remote-applications.js';

test('names that anybody may ask for are not remembered without end', () => {
  const none = undefined as never;
  const logger = { child: () => none } as never;
  const applications = new RemoteApplications('host', none, none, none, logger);
  const first = applications.of('name0', none);
  expect(applications.of('name0', none)).toBe(first);
  for (let count = 1; count < MAX_REMEMBERED; count++) applications.of(`name${count}`, none);
  expect(applications.of('name0', none)).toBe(first);
  applications.of('one more', none);
  expect(applications.of('name0', none)).not.toBe(first);
});
