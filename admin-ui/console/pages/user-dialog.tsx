import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { MadeUser, NewUser, Role, User, UserChange } from '../../../src/admin/api/schema/index.js';
import { ApiProblem } from '../state/api-problem.js';
import { change } from '../state/api.js';
import { say } from '../state/notices.js';
import { Dialog } from '../pieces/dialog.js';
import { ProblemNote } from '../pieces/problem-note.js';

const ROLES: readonly (readonly [role: Role, says: string])[] = [
  ['viewer', 'viewer: sees what runs'],
  ['operator', 'operator: acts upon what runs'],
  ['administrator', 'administrator: changes what is configured, keys and users'],
];

interface Props {
  /** Undefined for one that is new. */
  readonly user: User | undefined;
  readonly onClose: () => void;
  /** With the user that was made, if one was. */
  readonly onDone: (made: MadeUser | undefined) => void;
}

/** Asks what a user may, and how the user logs in. */
export function UserDialog({ user, onClose, onDone }: Props): VNode {
  const form = useRef<HTMLFormElement>(null);
  const problem = useSignal<ApiProblem | undefined>(undefined);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const given = new FormData(form.current!);
    const text = (name: string): string => {
      const value = given.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const host = text('virtualHost');
    const role = text('role') as Role;
    const password = text('password') === '' ? {} : { password: text('password') };
    try {
      if (user === undefined) {
        const wanted: NewUser = {
          name: text('name'),
          role,
          ...password,
          ...(host === '' ? {} : { virtualHost: host }),
        };
        onDone(await change<MadeUser>('POST', ['users'], wanted));
      } else {
        const wanted: UserChange = { role, ...password, virtualHost: host === '' ? null : host };
        await change('PATCH', ['users', user.name], wanted);
        say(`${user.name} is changed.`);
        onDone(undefined);
      }
    } catch (error) {
      problem.value = ApiProblem.of(error);
    }
  };
  return (
    <Dialog title={user === undefined ? 'New user' : `Change ${user.name}`} onClose={onClose}>
      <form ref={form} onSubmit={(event) => void save(event)}>
        <ProblemNote problem={problem.value} />
        {user === undefined && (
          <label class="field">
            <span>Name</span>
            <input class="input" name="name" required maxLength={64} autocomplete="off" autocapitalize="none" />
          </label>
        )}
        <fieldset class="field">
          <legend>Role</legend>
          {ROLES.map(([role, says]) => (
            <label key={role} class="choice">
              <input type="radio" name="role" value={role} defaultChecked={role === (user?.role ?? 'viewer')} /> {says}
            </label>
          ))}
        </fieldset>
        <label class="field">
          <span>Virtual host</span>
          <input
            class="input"
            name="virtualHost"
            placeholder="all of the server"
            defaultValue={user?.virtualHost ?? ''}
            pattern="[^\/]+\/[^\/]+"
          />
          <small>All that the user sees, as adaptor/virtualHost, such as _defaultRoot_/_defaultVHost_.</small>
        </label>
        <label class="field">
          <span>{user === undefined ? 'Password' : 'New password'}</span>
          <input
            class="input"
            type="password"
            name="password"
            minLength={10}
            maxLength={200}
            autocomplete="new-password"
          />
          <small>
            {user === undefined
              ? 'At least 10 characters; one is made and shown if it is left empty.'
              : 'At least 10 characters; it stays as it is if this is left empty.'}
          </small>
        </label>
        <p class="field actions">
          <button type="submit" class="button primary">
            {user === undefined ? 'Make the user' : 'Change'}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
