import { signal } from '@preact/signals';
import { ApiProblem } from './api-problem.js';

export interface Notice {
  readonly id: number;
  readonly kind: 'good' | 'bad';
  readonly text: string;
}

/** Milliseconds; what went wrong stays until it is closed, or one goes to another page. */
const SHOWN = 4000;
let newest = 0;

/** What is said at the edge of the window. */
export const notices = signal<readonly Notice[]>([]);

export function say(text: string, kind: Notice['kind'] = 'good'): void {
  const id = ++newest;
  notices.value = [...notices.value.slice(-3), { id, kind, text }];
  if (kind === 'good') setTimeout(() => closeNotice(id), SHOWN);
}

export function closeNotice(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id);
}

/** Closes what belongs to the page that was left. */
export function closeProblems(): void {
  notices.value = notices.value.filter(({ kind }) => kind === 'good');
}

/** Does `action` and says that it is `done`, or why it is not; false in that case. */
export async function attempt(action: () => Promise<unknown>, done: string): Promise<boolean> {
  try {
    await action();
  } catch (error) {
    say(ApiProblem.of(error).message, 'bad');
    return false;
  }
  say(done);
  return true;
}
