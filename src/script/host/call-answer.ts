import type { AmfObject } from '../../amf/value.js';
import type { CallAnswer } from '../../application/running-script.js';
import { unpack } from '../protocol/pack.js';
import type { CallAnswer as PackedAnswer } from '../protocol/script-events.js';

/** What a script answers to a call, unpacked; what fails is an error of that call. Never rejects. */
export async function callAnswer(ask: () => Promise<PackedAnswer>): Promise<CallAnswer> {
  try {
    const answer = await ask();
    if (answer.answer === 'absent') return answer;
    if (answer.answer === 'result') return { answer: 'result', value: unpack(answer.value)[0] };
    const { description, info } = answer;
    return { answer: 'error', description, ...(info && { info: unpack(info)[0] as AmfObject }) };
  } catch (error) {
    return { answer: 'error', description: error instanceof Error ? error.message : String(error) };
  }
}
