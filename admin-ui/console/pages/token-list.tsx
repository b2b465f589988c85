import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { MadeToken, NewToken, Role, Token } from '../../../src/admin/api/schema/index.js';
import { change, get } from '../state/api.js';
import { may } from '../state/login.js';
import { attempt } from '../state/notices.js';
import { usePolled } from '../state/polled.js';
import { AddButton } from '../pieces/add-button.js';
import { confirmed } from '../pieces/confirm.js';
import type { Filled } from '../pieces/form-dialog.js';
import { FormDialog } from '../pieces/form-dialog.js';
import type { PlainColumn } from '../pieces/plain-table.js';
import { PlainTable } from '../pieces/plain-table.js';
import { ProblemNote } from '../pieces/problem-note.js';
import { ShownOnce } from '../pieces/shown-once.js';
import { Time } from '../pieces/time.js';

const DAY = 86_400_000;

/** Tokens that machines use the API with in the name of who is here. */
export function TokenList(): VNode {
  const polled = usePolled('tokens', (signal) => get<{ items: Token[] }>(['tokens'], {}, signal), 10_000);
  const adding = useSignal(false);
  const made = useSignal<MadeToken | undefined>(undefined);
  const remove = async ({ name }: Token): Promise<void> => {
    if (!(await confirmed(`Delete the token ${name}?`, 'Whatever uses it is refused from now on.', 'Delete'))) return;
    await attempt(() => change('DELETE', ['tokens', name]), `${name} is deleted.`);
    polled.refresh();
  };
  const columns: readonly PlainColumn<Token>[] = [
    { title: 'Name', kind: 'name', cell: ({ name }) => name },
    { title: 'Role', cell: ({ role }) => role },
    { title: 'Made', cell: ({ created }) => <Time at={created} /> },
    { title: 'Ends', cell: ({ expires }) => (expires === undefined ? 'never' : <Time at={expires} />) },
    {
      title: 'Delete',
      kind: 'tools',
      cell: (token) => (
        <button type="button" class="button quiet" onClick={() => void remove(token)}>
          Delete<span class="unseen"> {token.name}</span>
        </button>
      ),
    },
  ];
  return (
    <>
      <p class="section actions">
        <AddButton onClick={() => (adding.value = true)}>New token</AddButton>
        <a class="button quiet" href="/api/docs">
          What the API can do
        </a>
      </p>
      <ProblemNote problem={polled.problem.value} />
      <PlainTable
        columns={columns}
        rows={polled.value.value?.items}
        keyOf={({ name }) => name}
        none="You have no tokens. A program sends one as “Authorization: Bearer …” instead of logging in."
      />
      {adding.value && (
        <NewTokenDialog
          onClose={() => (adding.value = false)}
          onMade={(token) => {
            adding.value = false;
            made.value = token;
            polled.refresh();
          }}
        />
      )}
      {made.value !== undefined && (
        <ShownOnce
          title={made.value.token.name}
          what="the token"
          secret={made.value.shown}
          onClose={() => (made.value = undefined)}
        />
      )}
    </>
  );
}

function NewTokenDialog(props: { readonly onClose: () => void; readonly onMade: (token: MadeToken) => void }): VNode {
  const make = async ({ text }: Filled): Promise<void> => {
    const wanted: NewToken = {
      name: text('name'),
      role: text('role') as Role,
      ...(text('days') === '' ? {} : { expires: Date.now() + Number(text('days')) * DAY }),
    };
    props.onMade(await change<MadeToken>('POST', ['tokens'], wanted));
  };
  return (
    <FormDialog title="New token" verb="Make the token" onClose={props.onClose} onSubmit={make}>
      <label class="field">
        <span>Name</span>
        <input class="input" name="name" required maxLength={64} pattern="[A-Za-z0-9._@\-]+" autocapitalize="none" />
        <small>What uses it, such as “backup” or “dashboard”. Letters, digits and . _ @ - without spaces.</small>
      </label>
      <label class="field">
        <span>Role</span>
        <select class="input" name="role">
          {(['viewer', 'operator', 'administrator'] as const).filter(may).map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>Ends after, days</span>
        <input class="input" name="days" type="number" min="1" max="3650" />
        <small>Never, if it is left empty.</small>
      </label>
    </FormDialog>
  );
}
