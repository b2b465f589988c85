import type { VNode } from 'preact';
import type { Checked } from '../../../src/admin/api/schema/index.js';

type Line = Checked['diff'][number];

const AROUND = 3;
const SIGNS: Readonly<Record<Line['kind'], string>> = { same: ' ', added: '+', removed: '−' };
const WORDS: Readonly<Record<Line['kind'], string>> = { same: '', added: 'added: ', removed: 'removed: ' };

/** What of a text was added and removed, with a few lines around. */
export function DiffView({ lines }: { readonly lines: readonly Line[] }): VNode {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ kind }) => kind !== 'same'),
  );
  if (!near.includes(true)) return <p class="soft">The text is the same.</p>;
  return (
    <div class="diff" tabIndex={0} role="region" aria-label="Difference">
      <div class="diff-lines">
        {lines.map(({ kind, text }, index) => {
          if (near[index] !== true) return near[index - 1] === true ? <Gap key={index} /> : null;
          return (
            <div key={index} class={kind}>
              <span class="unseen">{WORDS[kind]}</span>
              <span aria-hidden="true">{SIGNS[kind]} </span>
              {text}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Gap(): VNode {
  return <div class="gap">⋯</div>;
}
