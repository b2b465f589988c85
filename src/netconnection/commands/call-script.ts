import type { RunningScript } from '../../application/running-script.js';
import { printable } from '../../application/safe-name.js';
import type { CommandMessage } from '../../rtmp/message/command.js';
import { callFailed } from './call-failed.js';
import type { CommandTarget } from './command-handler.js';

/**
 * A client calls a method of the application. The script is asked first, in the order of the calls; what it does not know
 * is done as if there were none. Nobody waits for it but the client, unless that owes too much patience already.
 */
export function callScript(
  connection: CommandTarget,
  script: RunningScript,
  command: CommandMessage,
  native: () => void | Promise<void>,
): Promise<void> | undefined {
  const answered = answer(connection, script, command, native).catch((error: unknown) => {
    connection.logger.error('a call could not be answered', { method: printable(command.name), error });
    callFailed(connection, command, `The answer of ${printable(command.name)} cannot be sent.`);
  });
  return connection.scriptCalls.add(answered, connection.instance.clientOptions.maxOutstandingCalls);
}

async function answer(
  connection: CommandTarget,
  script: RunningScript,
  command: CommandMessage,
  native: () => void | Promise<void>,
): Promise<void> {
  const { name, transactionId, args } = command;
  const outcome = await script.call(connection.client, name, args);
  if (connection.isClosed) return;
  switch (outcome.answer) {
    case 'absent':
      return native();
    case 'error':
      return callFailed(connection, command, outcome.description, outcome.info);
    case 'result':
      if (transactionId !== 0) connection.send.result(transactionId, outcome.value);
  }
}
