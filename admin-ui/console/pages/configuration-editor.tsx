import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Checked, ConfigurationFile, ConfigurationText } from '../../../src/admin/api/schema/index.js';
import { ApiProblem } from '../state/api-problem.js';
import { change, get } from '../state/api.js';
import { Badge } from '../pieces/badge.js';
import { ProblemNote } from '../pieces/problem-note.js';
import { ReviewDialog } from './review-dialog.js';
import { TextEditor } from './text-editor.js';

/** Milliseconds after the last key until the text is checked. */
const REST = 400;

interface Props {
  readonly file: ConfigurationFile;
  /** To be shown first; 0 for the beginning. */
  readonly line: number;
  readonly onSaved: () => void;
}

/** One file of the configuration, checked while one types. */
export function ConfigurationEditor({ file, line, onSaved }: Props): VNode {
  const stored = useSignal<ConfigurationText | undefined>(undefined);
  const text = useSignal('');
  const checked = useSignal<Checked | undefined>(undefined);
  const problem = useSignal<ApiProblem | undefined>(undefined);
  const reviewing = useSignal(false);
  const at = useSignal(line);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const round = useRef(0);

  const load = async (): Promise<void> => {
    try {
      const loaded = await get<ConfigurationText>(['configuration', 'file'], { path: file.path });
      stored.value = loaded;
      text.value = loaded.text;
      problem.value = undefined;
      await check(loaded.text);
    } catch (error) {
      problem.value = ApiProblem.of(error);
    }
  };
  const check = async (wanted: string): Promise<Checked | undefined> => {
    const mine = ++round.current;
    try {
      const answer = await change<Checked>('POST', ['configuration', 'check'], { path: file.path, text: wanted });
      if (mine !== round.current) return undefined;
      checked.value = answer;
      problem.value = undefined;
      return answer;
    } catch (error) {
      if (mine === round.current) problem.value = ApiProblem.of(error);
      return undefined;
    }
  };
  useEffect(() => {
    void load();
    return () => {
      clearTimeout(timer.current);
      round.current++;
    };
  }, []);
  const changed = stored.value !== undefined && text.value !== stored.value.text;
  useEffect(() => {
    if (!changed) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [changed]);

  const type = (typed: string): void => {
    text.value = typed;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void check(typed), REST);
  };
  const review = async (): Promise<void> => {
    clearTimeout(timer.current);
    if ((await check(text.value))?.valid === true) reviewing.value = true;
  };
  const { valid = true, problems = [] } = checked.value ?? {};
  const here = problems.filter((each) => each.file.endsWith(file.path) || file.path.endsWith(each.file));
  const shown = here.length > 0 ? here : problems;

  return (
    <div class="editor">
      <TextEditor
        label={file.path}
        text={text.value}
        line={at.value}
        problems={here}
        readOnly={!file.writable}
        onType={type}
      />
      <div class="editor-foot">
        <ProblemNote problem={problem.value} />
        <ul aria-label="Mistakes" aria-live="polite">
          {shown.map((each) => (
            <li key={`${each.file} ${each.line} ${each.key} ${each.message}`}>
              <Badge tone={each.severity === 'error' ? 'bad' : 'warn'}>{each.severity}</Badge>
              <span>
                {each.line !== undefined && (
                  <button type="button" class="button quiet" onClick={() => (at.value = each.line ?? 0)}>
                    line {each.line}
                  </button>
                )}{' '}
                {each.key !== '' && <code>{each.key}: </code>}
                {each.message}
                <div class="faint">{each.mend}</div>
              </span>
            </li>
          ))}
        </ul>
        <p class="actions">
          <button
            type="button"
            class="button primary"
            disabled={!changed || !valid || !file.writable}
            onClick={() => void review()}
          >
            Review and save…
          </button>
          <button type="button" class="button" disabled={!changed} onClick={() => void load()}>
            Take back
          </button>
          <span class="faint" role="status">
            {!file.writable
              ? 'The server may not write this file.'
              : valid
                ? changed
                  ? 'Changed, and valid.'
                  : 'As it is stored.'
                : 'Not valid: it cannot be saved.'}
          </span>
        </p>
      </div>
      {reviewing.value && checked.value !== undefined && stored.value !== undefined && (
        <ReviewDialog
          path={file.path}
          version={stored.value.version}
          checked={checked.value}
          onClose={() => (reviewing.value = false)}
          onSaved={() => {
            reviewing.value = false;
            onSaved();
            void load();
          }}
        />
      )}
    </div>
  );
}
