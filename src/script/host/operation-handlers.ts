import type { OperationAnswer, OperationArgs } from '../guest/guest-host.js';
import type { ServerOperation } from '../protocol/server-operations.js';

/** Does what a script asks for. What it throws, or rejects with, is the answer: an error with that message. */
export type OperationHandler<Name extends ServerOperation> = (
  ...args: OperationArgs<Name>
) => OperationAnswer<Name> | Promise<OperationAnswer<Name>>;

/** The operations that an instance serves, by name; of others the script is told that there is no such operation. */
export type OperationHandlers = { readonly [Name in ServerOperation]?: OperationHandler<Name> };
