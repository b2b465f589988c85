import type { Imported, ImportPlace, ImportTarget } from '../imported.js';
import type { Directive } from './directives.js';

/** `allow` or `deny` with where it stands; what applications do not say themselves they take from around them. */
export interface AccessRule {
  readonly directive: Directive;
  readonly place: ImportPlace;
}

/**
 * Who may publish and play. There the first rule that fits counts, and who fits none is let in; here who is in `allow` and
 * not in `deny`.
 */
export function applyAccess(rules: readonly AccessRule[], imported: Imported, target: ImportTarget): void {
  for (const use of ['publish', 'play'] as const) {
    const fitting = rules.filter(({ directive: { args } }) => args.length < 2 || args[0] === use);
    const end = fitting.findIndex(({ directive }) => directive.args.at(-1) === 'all');
    const last = fitting[end];
    const before = end < 0 ? fitting : fitting.slice(0, end);
    const isClosed = last?.directive.name === 'deny';
    const lastAllow = before.findLastIndex(({ directive }) => directive.name === 'allow');
    before.forEach(({ directive, place }, at) => {
      const address = [directive.args.at(-1) ?? ''];
      if (directive.name === 'allow') {
        // Those who fit no rule are let in anyway.
        if (isClosed) imported.add(target, `${use}.allow`, address, place);
      } else if (!isClosed || at < lastAllow) {
        imported.add(target, `${use}.deny`, address, place);
        if (before.slice(0, at).some((earlier) => earlier.directive.name === 'allow'))
          imported.note(place, `deny counts before allow here: look at ${use}.deny if an address is in both.`);
      }
    });
    if (last !== undefined && isClosed && lastAllow < 0) imported.add(target, `${use}.deny`, ['all'], last.place);
  }
}

/** That publishing is closed to everybody. */
export function nobodyPublishes(rules: readonly AccessRule[]): boolean {
  const [first] = rules.filter(({ directive: { args } }) => args.length < 2 || args[0] === 'publish');
  return first?.directive.name === 'deny' && first.directive.args.at(-1) === 'all';
}
