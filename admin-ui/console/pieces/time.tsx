import type { VNode } from 'preact';

const DAY = 86_400_000;

/** A moment as a clock shows it; with its date if that is not today. */
export function formatMoment(at: number): string {
  const date = new Date(at);
  const time = date.toLocaleTimeString('en-GB');
  const isToday = Math.abs(Date.now() - at) < DAY && date.getDate() === new Date().getDate();
  return isToday ? time : `${date.toLocaleDateString('en-CA')} ${time}`;
}

/** A moment; whoever points at it sees it exactly. */
export function Time({ at }: { readonly at: number }): VNode {
  const exact = new Date(at).toISOString();
  return (
    <time dateTime={exact} title={exact}>
      {formatMoment(at)}
    </time>
  );
}
