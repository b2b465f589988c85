import type { VNode } from 'preact';
import type { MadeUser, NewUser, Role, User, UserChange } from '../../../src/admin/api/schema/index.js';
import { change } from '../state/api.js';
import { say } from '../state/notices.js';
import type { Filled } from '../pieces/form-dialog.js';
import { FormDialog } from '../pieces/form-dialog.js';

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
  const save = async ({ text, exactly }: Filled): Promise<void> => {
    const host = text('virtualHost');
    const role = text('role') as Role;
    const password = exactly('password') === '' ? {} : { password: exactly('password') };
    if (user === undefined) {
      const wanted: NewUser = { name: text('name'), role, ...password, ...(host === '' ? {} : { virtualHost: host }) };
      onDone(await change<MadeUser>('POST', ['users'], wanted));
    } else {
      const wanted: UserChange = { role, ...password, virtualHost: host === '' ? null : host };
      await change('PATCH', ['users', user.name], wanted);
      say(`${user.name} is changed.`);
      onDone(undefined);
    }
  };
  const [title, verb] = user === undefined ? ['New user', 'Make the user'] : [`Change ${user.name}`, 'Change'];
  return (
    <FormDialog title={title} verb={verb} onClose={onClose} onSubmit={save}>
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
          title="adaptor/virtualHost"
          autocapitalize="none"
        />
        <small>
          The only one that the user sees, written adaptor/virtualHost, such as _defaultRoot_/_defaultVHost_. If it is
          left empty, the user sees all.
        </small>
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
          At least 10 characters. If it is left empty,{' '}
          {user === undefined ? 'one is made, and shown once.' : 'the password stays as it is.'}
        </small>
      </label>
    </FormDialog>
  );
}
