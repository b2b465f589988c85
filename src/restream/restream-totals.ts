import type {
  RestreamCounts,
  RestreamKind,
  RestreamRun,
  RestreamSnapshot,
  RestreamState,
} from '../application/restream-control.js';

type Past = Record<'starts' | 'messages' | 'bytes' | 'lost', number>;

/** Keeps the counts of streams that are on their way no more. */
export class RestreamTotals {
  readonly #past: Readonly<Record<RestreamKind, Past>> = { target: none(), source: none() };

  /** A stream is on its way no more. */
  ended(kind: RestreamKind, run: RestreamRun): void {
    add(this.#past[kind], run);
  }

  /** @param present those that are there now */
  with(present: readonly RestreamSnapshot[]): Readonly<Record<RestreamKind, RestreamCounts>> {
    const of = (kind: RestreamKind): RestreamCounts => {
      const states: Record<RestreamState, number> = { idle: 0, connecting: 0, running: 0, waiting: 0 };
      const sum = { ...this.#past[kind] };
      for (const run of present.flatMap((restream) => (restream.kind === kind ? restream.runs : []))) {
        states[run.state]++;
        add(sum, run);
      }
      return { states, ...sum };
    };
    return { target: of('target'), source: of('source') };
  }
}

function none(): Past {
  return { starts: 0, messages: 0, bytes: 0, lost: 0 };
}

function add(sum: Past, { starts, messages, bytes, lost }: RestreamRun): void {
  sum.starts += starts;
  sum.messages += messages;
  sum.bytes += bytes;
  sum.lost += lost;
}
