import type { CallAnswer } from '../protocol/script-events.js';
import { CallError } from './call-error.js';
import type { InstanceServer } from './instance-server.js';
import { packValues } from './packed-values.js';
import { isThenable } from './thenable.js';

/** What a client is told whose call failed for a reason that is none of its business. */
const FAILED = 'The method failed.';

/** Calls a method for somebody who waits for the result. Never rejects. */
export function methodAnswer(
  where: string,
  server: InstanceServer,
  method: () => unknown,
): CallAnswer | Promise<CallAnswer> {
  try {
    const result = method();
    if (!isThenable(result)) return resultAnswer(result);
    return Promise.resolve(result)
      .then(resultAnswer)
      .catch((error: unknown) => failureAnswer(where, server, error));
  } catch (error) {
    return failureAnswer(where, server, error);
  }
}

function resultAnswer(result: unknown): CallAnswer {
  return { answer: 'result', value: packValues([result]) };
}

/** Only a CallError is meant for the client; anything else is logged. */
function failureAnswer(where: string, server: InstanceServer, error: unknown): CallAnswer {
  if (!(error instanceof CallError)) {
    server.report(where, error);
    return { answer: 'error', description: FAILED };
  }
  const { message: description, info } = error;
  return { answer: 'error', description, ...(info === undefined ? {} : { info: packValues([info]) }) };
}
