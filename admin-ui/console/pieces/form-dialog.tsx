import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ApiProblem } from '../state/api-problem.js';
import { Dialog } from './dialog.js';
import { ProblemNote } from './problem-note.js';

/** What was filled in, by the names of the fields. */
export interface Filled {
  /** Without spaces around it; empty if nothing was filled in. */
  readonly text: (name: string) => string;
  /** As it was typed, which a password is. */
  readonly exactly: (name: string) => string;
  /** Whether a box is ticked. */
  readonly has: (name: string) => boolean;
}

interface Props {
  readonly title: string;
  /** What the button says: the verb. */
  readonly verb: string;
  /** It does harm to somebody. */
  readonly danger?: boolean;
  readonly onClose: () => void;
  /** Does what is asked for. If it throws, the dialog stays and says why. */
  readonly onSubmit: (filled: Filled) => Promise<void>;
  /** Further buttons. */
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A dialog with fields, of which the first one has the focus. */
export function FormDialog(props: Props): VNode {
  const form = useRef<HTMLFormElement>(null);
  const problem = useSignal<ApiProblem | undefined>(undefined);
  const busy = useSignal(false);
  useEffect(() => form.current!.querySelector<HTMLElement>('input:not([type=hidden]), select, textarea')?.focus(), []);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    try {
      await props.onSubmit(filledIn(form.current!));
    } catch (error) {
      problem.value = ApiProblem.of(error);
    }
    busy.value = false;
  };
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form ref={form} onSubmit={(event) => void submit(event)}>
        {props.children}
        <ProblemNote problem={problem.value} />
        <footer>
          {props.tools}
          <button type="button" class="button" onClick={props.onClose}>
            Cancel
          </button>
          <button type="submit" class={`button ${props.danger === true ? 'danger' : 'primary'}`} disabled={busy.value}>
            {props.verb}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function filledIn(form: HTMLFormElement): Filled {
  const given = new FormData(form);
  const exactly = (name: string): string => {
    const value = given.get(name);
    return typeof value === 'string' ? value : '';
  };
  return {
    text: (name) => exactly(name).trim(),
    exactly,
    has: (name) => given.has(name),
  };
}
