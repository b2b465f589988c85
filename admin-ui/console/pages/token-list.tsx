import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { MadeToken, NewToken, Role, Token } from '../../../src/admin/api/schema/index.js';
import { ApiProblem } from '../state/api-problem.js';
import { change, get } from '../state/api.js';
import { may } from '../state/login.js';
import { attempt } from '../state/notices.js';
import { usePolled } from '../state/polled.js';
import { confirmed } from '../pieces/confirm.js';
import { Dialog } from '../pieces/dialog.js';
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
        <button type="button" class="button" onClick={() => (adding.value = true)}>
          New token
        </button>
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
  const name = useRef<HTMLInputElement>(null);
  const role = useRef<HTMLSelectElement>(null);
  const days = useRef<HTMLInputElement>(null);
  const problem = useSignal<ApiProblem | undefined>(undefined);
  const make = async (event: Event): Promise<void> => {
    event.preventDefault();
    const length = days.current!.valueAsNumber;
    const wanted: NewToken = {
      name: name.current!.value.trim(),
      role: role.current!.value as Role,
      ...(Number.isNaN(length) ? {} : { expires: Date.now() + length * DAY }),
    };
    try {
      props.onMade(await change<MadeToken>('POST', ['tokens'], wanted));
    } catch (error) {
      problem.value = ApiProblem.of(error);
    }
  };
  return (
    <Dialog title="New token" onClose={props.onClose}>
      <form onSubmit={(event) => void make(event)}>
        <ProblemNote problem={problem.value} />
        <label class="field">
          <span>Name</span>
          <input class="input" ref={name} required maxLength={64} pattern="[A-Za-z0-9._@\-]+" />
          <small>What uses it: “backup”, “dashboard”.</small>
        </label>
        <label class="field">
          <span>May</span>
          <select class="input" ref={role}>
            {(['viewer', 'operator', 'administrator'] as const).filter(may).map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>Ends after, days</span>
          <input class="input" ref={days} type="number" min="1" max="3650" />
          <small>Never, if it is left empty.</small>
        </label>
        <p class="field actions">
          <button type="submit" class="button primary">
            Make the token
          </button>
        </p>
      </form>
    </Dialog>
  );
}
