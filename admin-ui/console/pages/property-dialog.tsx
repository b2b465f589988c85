import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { PropertyValue } from '../../../src/admin/api/schema/index.js';
import type { Query } from '../state/api.js';
import { change } from '../state/api.js';
import { attempt } from '../state/notices.js';
import { Dialog } from '../pieces/dialog.js';

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
  const property = useRef<HTMLInputElement>(null);
  const text = useRef<HTMLTextAreaElement>(null);
  const problem = useSignal('');
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const wanted = readValue(text.current!.value);
    if (wanted === undefined) {
      problem.value = 'This is no JSON. Write a text in quotation marks, such as "hello".';
      return;
    }
    const target = name ?? property.current!.value;
    const done = await attempt(
      () => change('PUT', [...path, 'property'], { value: wanted }, { ...query, property: target }),
      `${target} is set.`,
    );
    if (done) onClose();
  };
  return (
    <Dialog title={name === undefined ? 'New property' : `Change ${name}`} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        {name === undefined && (
          <label class="field">
            <span>Name</span>
            <input class="input" ref={property} required maxLength={1000} />
          </label>
        )}
        <label class="field">
          <span>Value, as JSON</span>
          <textarea
            class="input code"
            ref={text}
            rows={8}
            required
            aria-invalid={problem.value !== ''}
            defaultValue={value === undefined ? '' : JSON.stringify(value, undefined, 2)}
          />
          <small role="alert">{problem.value}</small>
        </label>
        <p class="field actions">
          <button type="submit" class="button primary">
            Set
          </button>
        </p>
      </form>
    </Dialog>
  );
}

function readValue(text: string): PropertyValue | undefined {
  try {
    return JSON.parse(text) as PropertyValue;
  } catch {
    return undefined;
  }
}
