import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { Query } from '../state/api.js';
import { change } from '../state/api.js';
import { attempt } from '../state/notices.js';
import { Dialog } from '../pieces/dialog.js';

interface Props {
  /** Of the shared object. */
  readonly path: readonly string[];
  readonly query: Query;
  readonly onClose: () => void;
}

/** Asks what is to be sent to all users of a shared object, as `SharedObject.send` does. */
export function ObjectMessage({ path, query, onClose }: Props): VNode {
  const handler = useRef<HTMLInputElement>(null);
  const text = useRef<HTMLTextAreaElement>(null);
  const problem = useSignal('');
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const args = readArguments(text.current!.value);
    if (args === undefined) {
      problem.value = 'This is no JSON array. Write the arguments in brackets, such as ["hello", 1].';
      return;
    }
    const message = { handler: handler.current!.value.trim(), args };
    if (await attempt(() => change('POST', [...path, 'messages'], message, query), 'The message is sent.')) onClose();
  };
  return (
    <Dialog title="Send a message to all users" onClose={onClose}>
      <form onSubmit={(event) => void send(event)}>
        <label class="field">
          <span>Handler</span>
          <input class="input" ref={handler} required maxLength={255} />
          <small>The method that is called at each user.</small>
        </label>
        <label class="field">
          <span>Arguments, as a JSON array</span>
          <textarea class="input code" ref={text} rows={4} defaultValue="[]" aria-invalid={problem.value !== ''} />
          <small role="alert">{problem.value}</small>
        </label>
        <p class="field actions">
          <button type="submit" class="button primary">
            Send
          </button>
        </p>
      </form>
    </Dialog>
  );
}

function readArguments(text: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
