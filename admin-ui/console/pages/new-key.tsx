import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { NewKey as Wanted, ShownKey } from '../../../src/admin/api/schema/index.js';
import { ApiProblem } from '../state/api-problem.js';
import { change } from '../state/api.js';
import { Dialog } from '../pieces/dialog.js';
import { ProblemNote } from '../pieces/problem-note.js';

interface Props {
  readonly onClose: () => void;
  readonly onMade: (key: ShownKey) => void;
}

const PATTERNS = [
  ['application', 'Application', 'live'],
  ['instance', 'Instance', '*'],
  ['stream', 'Stream', '*'],
] as const;

/** Asks what a key is to be for. */
export function NewKey({ onClose, onMade }: Props): VNode {
  const form = useRef<HTMLFormElement>(null);
  const problem = useSignal<ApiProblem | undefined>(undefined);
  const make = async (event: Event): Promise<void> => {
    event.preventDefault();
    const given = new FormData(form.current!);
    const text = (name: string): string => {
      const value = given.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const actions = (['publish', 'play'] as const).filter((action) => given.has(action));
    const wanted: Wanted = {
      ...(text('name') === '' ? {} : { name: text('name') }),
      kind: text('kind') === 'signing' ? 'signing' : 'stream',
      application: text('application'),
      instance: text('instance'),
      stream: text('stream'),
      actions,
      ...(text('expires') === '' ? {} : { expires: new Date(text('expires')).getTime() }),
    };
    try {
      onMade(await change<ShownKey>('POST', ['keys'], wanted));
    } catch (error) {
      problem.value = ApiProblem.of(error);
    }
  };
  return (
    <Dialog title="New key" onClose={onClose}>
      <form ref={form} onSubmit={(event) => void make(event)}>
        <ProblemNote problem={problem.value} />
        <label class="field">
          <span>Name</span>
          <input class="input" name="name" maxLength={64} pattern="[A-Za-z0-9._\-]*" />
          <small>Letters, digits, dots, hyphens and underscores; one is made if it is left empty.</small>
        </label>
        {PATTERNS.map(([name, title, usual]) => (
          <label key={name} class="field">
            <span>{title}</span>
            <input class="input" name={name} required defaultValue={usual} maxLength={255} />
          </label>
        ))}
        <p class="faint">A * stands for any name.</p>
        <fieldset class="field">
          <legend>It lets its owner</legend>
          <label class="choice">
            <input type="checkbox" name="publish" defaultChecked /> publish
          </label>
          <label class="choice">
            <input type="checkbox" name="play" /> play
          </label>
        </fieldset>
        <fieldset class="field">
          <legend>It is used</legend>
          <label class="choice">
            <input type="radio" name="kind" value="stream" defaultChecked /> itself, as name?key=… or as OBS’s password
          </label>
          <label class="choice">
            <input type="radio" name="kind" value="signing" /> to sign addresses that end at a time
          </label>
        </fieldset>
        <label class="field">
          <span>Expires</span>
          <input class="input" type="datetime-local" name="expires" />
          <small>Never, if it is left empty.</small>
        </label>
        <p class="field actions">
          <button type="submit" class="button primary">
            Make the key
          </button>
        </p>
      </form>
    </Dialog>
  );
}
