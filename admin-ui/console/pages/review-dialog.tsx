import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Checked, Save, Saved } from '../../../src/admin/api/schema/index.js';
import { ApiProblem } from '../state/api-problem.js';
import { change } from '../state/api.js';
import { say } from '../state/notices.js';
import { Dialog } from '../pieces/dialog.js';
import { ProblemNote } from '../pieces/problem-note.js';
import { DiffView } from './diff-view.js';

interface Props {
  readonly path: string;
  /** Of the file as it was loaded. */
  readonly version: string;
  readonly checked: Checked;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** What saving would change, before it does. */
export function ReviewDialog({ path, version, checked, onClose, onSaved }: Props): VNode {
  const problem = useSignal<ApiProblem | undefined>(undefined);
  const save = async (): Promise<void> => {
    const wanted: Save = { path, version, text: checked.text };
    try {
      await change<Saved>('PUT', ['configuration', 'file'], wanted);
      say(`${path} is saved.`);
      onSaved();
    } catch (error) {
      problem.value = ApiProblem.of(error);
    }
  };
  return (
    <Dialog title={`Save ${path}?`} wide onClose={onClose}>
      <DiffView lines={checked.diff} />
      {checked.changes.length === 0 ? (
        <p class="soft">No setting has another value by that.</p>
      ) : (
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">Setting</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
              <th scope="col">Takes effect</th>
            </tr>
          </thead>
          <tbody>
            {checked.changes.map(({ key, before, after, effect }) => (
              <tr key={key}>
                <th scope="row">
                  <code>{key}</code>
                </th>
                <td class="wrap">{before}</td>
                <td class="wrap">{after}</td>
                <td>{effect}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <ProblemNote problem={problem.value} />
      <footer>
        <button type="button" class="button" onClick={onClose}>
          Go on editing
        </button>
        <button type="button" class="button primary" onClick={() => void save()}>
          Save
        </button>
      </footer>
    </Dialog>
  );
}
