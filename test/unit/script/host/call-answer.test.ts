import { expect, it } from 'vitest';
import { callAnswer } from '../../../../src/script/host/call-answer.js';
import { pack } from '../../../../src/script/protocol/pack.js';

/** What a call is answered that comes to so many empty lists. */
function answerOf(lists: number) {
  const value = pack(Array.from({ length: lists }, () => []));
  return callAnswer(() => Promise.resolve({ answer: 'result', value }));
}

it('an answer of more values than the server reads in one go is an error of that call', async () => {
  expect(await answerOf(1000)).toMatchObject({ answer: 'result' });
  expect(await answerOf(1_100_000)).toMatchObject({
    answer: 'error',
    description: expect.stringMatching(/values/) as string,
  });
});
