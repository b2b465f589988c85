import { X } from 'lucide-preact';
import type { VNode } from 'preact';
import { closeNotice, notices } from '../state/notices.js';

/** What was just done, or went wrong. */
export function Notices(): VNode {
  return (
    <div class="notices" role="log" aria-label="Notices">
      {notices.value.map(({ id, kind, text }) => (
        <p key={id} class={`note ${kind}`}>
          <span>{text}</span>
          <button type="button" class="button quiet icon" onClick={() => closeNotice(id)}>
            <X aria-hidden="true" />
            <span class="unseen">Close</span>
          </button>
        </p>
      ))}
    </div>
  );
}
