import type { ApplicationTypes } from './application-types.js';
import { CallError } from './call-error.js';
import type { Check, Checked } from './check.js';
import { checked } from './check.js';
import type { Client } from './client.js';

/** A method whose arguments are checked first. What is wrong with them is answered as a CallError. */
export function checkedMethod<Types extends ApplicationTypes, const Checks extends readonly Check[], Result>(
  checks: Checks,
  handler: (client: Client<Types>, ...args: Checked<Checks>) => Result,
): (client: Client<Types>, ...args: Checked<Checks>) => Result {
  return (client, ...args) => handler(client, ...(checks.map((check, at) => argument(check, args[at], at)) as never));
}

function argument(check: Check, value: unknown, at: number): unknown {
  try {
    return checked(check, value);
  } catch (error) {
    if (error instanceof CallError) throw error;
    throw new CallError(`Argument ${at + 1}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
