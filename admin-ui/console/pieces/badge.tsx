import type { ComponentChildren, VNode } from 'preact';

export type Tone = 'good' | 'warn' | 'bad' | 'calm' | 'plain';

/** A word about the state of something; the colour says nothing that the word does not. */
export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ComponentChildren }): VNode {
  return <span class={`badge ${tone}`}>{children}</span>;
}
