import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { MadeUser, User } from '../../../src/admin/api/schema/index.js';
import { change, get } from '../state/api.js';
import { login } from '../state/login.js';
import { attempt } from '../state/notices.js';
import { usePolled } from '../state/polled.js';
import { AddButton } from '../pieces/add-button.js';
import { confirmed } from '../pieces/confirm.js';
import type { PlainColumn } from '../pieces/plain-table.js';
import { PlainTable } from '../pieces/plain-table.js';
import { ProblemNote } from '../pieces/problem-note.js';
import { ShownOnce } from '../pieces/shown-once.js';
import { Time } from '../pieces/time.js';
import { UserDialog } from './user-dialog.js';

/** Who may use the console and the API. */
export function UserList(): VNode {
  const polled = usePolled('users', (signal) => get<{ items: User[] }>(['users'], {}, signal), 10_000);
  const edited = useSignal<User | 'new' | undefined>(undefined);
  const made = useSignal<MadeUser | undefined>(undefined);
  const remove = async ({ name }: User): Promise<void> => {
    const text = 'Their logins and tokens end at once.';
    if (!(await confirmed(`Delete the user ${name}?`, text, 'Delete'))) return;
    await attempt(() => change('DELETE', ['users', name]), `${name} is deleted.`);
    polled.refresh();
  };
  const columns: readonly PlainColumn<User>[] = [
    { title: 'Name', kind: 'name', cell: ({ name }) => name },
    { title: 'Role', cell: ({ role }) => role },
    { title: 'Virtual host', cell: ({ virtualHost }) => virtualHost ?? 'all' },
    { title: 'Last login', cell: ({ lastLogin }) => (lastLogin === undefined ? '–' : <Time at={lastLogin} />) },
    {
      title: 'Change',
      kind: 'tools',
      cell: (user) => (
        <>
          <button type="button" class="button quiet" onClick={() => (edited.value = user)}>
            Change<span class="unseen"> {user.name}</span>
          </button>
          {user.name !== login.value?.user && (
            <button type="button" class="button quiet" onClick={() => void remove(user)}>
              Delete<span class="unseen"> {user.name}</span>
            </button>
          )}
        </>
      ),
    },
  ];
  return (
    <>
      <p class="section actions">
        <AddButton onClick={() => (edited.value = 'new')}>New user</AddButton>
      </p>
      <ProblemNote problem={polled.problem.value} />
      <PlainTable columns={columns} rows={polled.value.value?.items} keyOf={({ name }) => name} />
      {edited.value !== undefined && (
        <UserDialog
          user={edited.value === 'new' ? undefined : edited.value}
          onClose={() => (edited.value = undefined)}
          onDone={(user) => {
            edited.value = undefined;
            if (user?.password !== undefined) made.value = user;
            polled.refresh();
          }}
        />
      )}
      {made.value?.password !== undefined && (
        <ShownOnce
          title={made.value.user.name}
          what="the password"
          secret={made.value.password}
          onClose={() => (made.value = undefined)}
        />
      )}
    </>
  );
}
