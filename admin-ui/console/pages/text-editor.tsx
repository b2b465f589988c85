import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ConfigurationProblem } from '../../../src/admin/api/schema/index.js';

/** Pixels, as the style says. */
const LINE = 20;

interface Props {
  readonly label: string;
  readonly text: string;
  /** The line to be shown, counted from 1. */
  readonly line: number;
  readonly problems: readonly ConfigurationProblem[];
  readonly readOnly: boolean;
  readonly onType: (text: string) => void;
}

/** A text with numbers at its lines; those with mistakes stand out. Tab leaves it, as everywhere. */
export function TextEditor({ label, text, line, problems, readOnly, onType }: Props): VNode {
  const area = useRef<HTMLTextAreaElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const lines = text.split('\n');
  const loaded = text !== '';
  useEffect(() => {
    if (line === 0 || !loaded) return;
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    area.current!.focus();
    area.current!.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    box.current!.scrollTop = Math.max(0, (line - 5) * LINE);
  }, [line, loaded]);
  return (
    <div class="editor-text" ref={box}>
      <div class="editor-lines" aria-hidden="true">
        {lines.map((_, index) => {
          const wrong = problems.find((problem) => problem.line === index + 1);
          const mark = wrong === undefined ? '' : wrong.severity === 'error' ? 'bad' : 'warn';
          return (
            <div key={index} class={mark} title={wrong?.message}>
              {index + 1}
            </div>
          );
        })}
      </div>
      <textarea
        ref={area}
        aria-label={label}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="none"
        readOnly={readOnly}
        rows={lines.length + 1}
        value={text}
        onInput={(event) => onType(event.currentTarget.value)}
      />
    </div>
  );
}
