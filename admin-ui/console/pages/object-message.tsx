import type { VNode } from 'preact';
import { ApiProblem } from '../state/api-problem.js';
import type { Query } from '../state/api.js';
import { change } from '../state/api.js';
import { say } from '../state/notices.js';
import type { Filled } from '../pieces/form-dialog.js';
import { FormDialog } from '../pieces/form-dialog.js';

interface Props {
  /** Of the shared object. */
  readonly path: readonly string[];
  readonly query: Query;
  readonly onClose: () => void;
}

/** Asks what is to be sent to all users of a shared object, as `SharedObject.send` does. */
export function ObjectMessage({ path, query, onClose }: Props): VNode {
  const send = async ({ text }: Filled): Promise<void> => {
    const message = { handler: text('handler'), args: readArguments(text('args')) };
    await change('POST', [...path, 'messages'], message, query);
    say('The message is sent.');
    onClose();
  };
  return (
    <FormDialog title="Send a message to all users" verb="Send" onClose={onClose} onSubmit={send}>
      <label class="field">
        <span>Handler</span>
        <input class="input" name="handler" required maxLength={255} autocapitalize="none" />
        <small>The method that is called at each user.</small>
      </label>
      <label class="field">
        <span>Arguments, as a JSON array</span>
        <textarea class="input code" name="args" rows={4} defaultValue="[]" />
      </label>
    </FormDialog>
  );
}

function readArguments(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
  } catch {
    // Neither is an array.
  }
  throw new ApiProblem(0, 'The arguments are no JSON array. Write them in brackets, such as ["hello", 1].');
}
