import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { Dialog } from './dialog.js';

interface Question {
  readonly title: string;
  readonly text: string;
  /** What the button says: the verb. */
  readonly verb: string;
  readonly answer: (yes: boolean) => void;
}

const question = signal<Question | undefined>(undefined);

/** Asks before something that cannot be taken back; false if the user would rather not. */
export async function confirmed(title: string, text: string, verb: string): Promise<boolean> {
  question.value?.answer(false);
  return new Promise((resolve) => {
    question.value = {
      title,
      text,
      verb,
      answer: (yes) => {
        question.value = undefined;
        resolve(yes);
      },
    };
  });
}

/** Where {@link confirmed} asks. It stands once on the page. */
export function Confirm(): VNode | null {
  const asked = question.value;
  if (asked === undefined) return null;
  return (
    <Dialog title={asked.title} onClose={() => asked.answer(false)}>
      <p>{asked.text}</p>
      <footer>
        <button type="button" class="button" autofocus onClick={() => asked.answer(false)}>
          Cancel
        </button>
        <button type="button" class="button danger" onClick={() => asked.answer(true)}>
          {asked.verb}
        </button>
      </footer>
    </Dialog>
  );
}
