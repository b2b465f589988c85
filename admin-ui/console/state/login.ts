import { signal } from '@preact/signals';
import type { Login, Role, Session } from '../../../src/admin/api/schema/index.js';
import { ApiProblem } from './api-problem.js';
import { change, get, useLogin } from './api.js';

/** Who sits before the console: undefined until the server has said so, null for nobody. */
export const login = signal<Session | null | undefined>(undefined);
/** Why one is back at the login. */
export const loginNote = signal('');

const RANKS: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, administrator: 2 };

/** Whether the user may do what `role` may. The server decides; this only saves them the refusal. */
export function may(role: Role): boolean {
  const mine = login.value?.role;
  return mine !== undefined && RANKS[mine] >= RANKS[role];
}

/** Whether everything of the server is the user's, not only one virtual host. */
export function seesWholeServer(): boolean {
  return login.value?.virtualHost === undefined;
}

/** Takes up the login of this browser if there is one. */
export async function resumeLogin(): Promise<void> {
  try {
    enter(await get<Session>(['session']));
  } catch (error) {
    const { status, message } = ApiProblem.of(error);
    if (status !== 401) loginNote.value = message;
    login.value = null;
  }
}

/** Throws an ApiProblem for a wrong name or password. */
export async function logIn(given: Login): Promise<void> {
  enter(await change<Session>('POST', ['session'], given));
}

export async function logOut(): Promise<void> {
  await change('DELETE', ['session']).catch(() => undefined);
  leave('');
}

function enter(session: Session): void {
  useLogin(session.csrf ?? '', () => leave('Your login has ended. Log in again to go on where you were.'));
  loginNote.value = '';
  login.value = session;
}

/** Nobody is here any more; `note` says why. */
export function leave(note: string): void {
  loginNote.value = note;
  login.value = null;
}
