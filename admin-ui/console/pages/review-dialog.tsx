import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Checked, Save, Saved } from '../../../src/admin/api/schema/index.js';
import { ApiProblem } from '../state/api-problem.js';
import { change } from '../state/api.js';
import { say } from '../state/notices.js';
import { Dialog } from '../pieces/dialog.js';
import type { PlainColumn } from '../pieces/plain-table.js';
import { PlainTable } from '../pieces/plain-table.js';
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

const COLUMNS: readonly PlainColumn<Checked['changes'][number]>[] = [
  { title: 'Setting', kind: 'name', mono: true, cell: ({ key }) => key },
  { title: 'Before', cell: ({ before }) => before },
  { title: 'After', cell: ({ after }) => after },
  { title: 'Takes effect', cell: ({ effect }) => effect },
];

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
      <PlainTable
        columns={COLUMNS}
        rows={checked.changes}
        keyOf={({ key }) => key}
        none="No setting has another value by that."
      />
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
