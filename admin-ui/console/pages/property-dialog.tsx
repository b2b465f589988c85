import type { VNode } from 'preact';
import type { PropertyValue } from '../../../src/admin/api/schema/index.js';
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
  /** Undefined for one that is new. */
  readonly name: string | undefined;
  readonly value: PropertyValue | undefined;
  readonly onClose: () => void;
}

/** Asks what a property of a shared object is to be. */
export function PropertyDialog({ path, query, name, value, onClose }: Props): VNode {
  const save = async ({ text }: Filled): Promise<void> => {
    const property = name ?? text('name');
    await change('PUT', [...path, 'property'], { value: readValue(text('value')) }, { ...query, property });
    say(`${property} is set.`);
    onClose();
  };
  return (
    <FormDialog
      title={name === undefined ? 'New property' : `Change ${name}`}
      verb="Set"
      onClose={onClose}
      onSubmit={save}
    >
      {name === undefined && (
        <label class="field">
          <span>Name</span>
          <input class="input" name="name" required maxLength={1000} autocapitalize="none" />
        </label>
      )}
      <label class="field">
        <span>Value, as JSON</span>
        <textarea
          class="input code"
          name="value"
          rows={8}
          required
          defaultValue={value === undefined ? '' : JSON.stringify(value, undefined, 2)}
        />
        <small>All users of the object are told at once.</small>
      </label>
    </FormDialog>
  );
}

function readValue(text: string): PropertyValue {
  try {
    return JSON.parse(text) as PropertyValue;
  } catch {
    throw new ApiProblem(
      0,
      'The value is no JSON. Write a text in quotation marks, such as "hello"; numbers, true, false and null without.',
    );
  }
}
