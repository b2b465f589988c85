import { useSignal } from '@preact/signals';
import { Check, Copy } from 'lucide-preact';
import type { VNode } from 'preact';
import { copyText } from './copy-text.js';

const SHOWN = 1500;

/** Copies `text`; `of` names what that is. */
export function CopyButton({ text, of }: { readonly text: string; readonly of: string }): VNode {
  const done = useSignal(false);
  const copy = async (): Promise<void> => {
    done.value = await copyText(text);
    setTimeout(() => (done.value = false), SHOWN);
  };
  return (
    <button type="button" class="button quiet icon" title={`Copy ${of}`} onClick={() => void copy()}>
      {done.value ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      <span class="unseen" role="status">
        {done.value ? 'Copied' : `Copy ${of}`}
      </span>
    </button>
  );
}
