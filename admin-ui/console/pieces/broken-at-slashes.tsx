import type { VNode } from 'preact';

/** A path or an address that goes on in another line behind a slash rather than within a name. */
export function BrokenAtSlashes({ text }: { readonly text: string }): VNode {
  const parts = text.split(/(?<=\/)(?!\/)/);
  return (
    <span class="broken">{parts.flatMap((part, index) => (index === 0 ? [part] : [<wbr key={index} />, part]))}</span>
  );
}
