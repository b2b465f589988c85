import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Key, ShownKey } from '../../../src/admin/api/schema/index.js';
import { formatCount } from '../../parts/quantities.js';
import { ApiProblem } from '../state/api-problem.js';
import { change, get } from '../state/api.js';
import { may } from '../state/login.js';
import { attempt, say } from '../state/notices.js';
import { usePolled } from '../state/polled.js';
import { AddButton } from '../pieces/add-button.js';
import type { Tone } from '../pieces/badge.js';
import { Badge } from '../pieces/badge.js';
import { confirmed } from '../pieces/confirm.js';
import { PageHead } from '../pieces/page-head.js';
import type { PlainColumn } from '../pieces/plain-table.js';
import { PlainTable } from '../pieces/plain-table.js';
import { ProblemNote } from '../pieces/problem-note.js';
import { ShownOnce } from '../pieces/shown-once.js';
import { Time } from '../pieces/time.js';
import { NewKey } from './new-key.js';

const TONES: Readonly<Record<Key['state'], Tone>> = { valid: 'good', expired: 'warn', revoked: 'plain' };

/** Keys that streams are published and played with. */
export function KeysPage(): VNode {
  const polled = usePolled('keys', (signal) => get<{ items: Key[] }>(['keys'], {}, signal), 5000);
  const adding = useSignal(false);
  const made = useSignal<ShownKey | undefined>(undefined);

  const rotate = async ({ name }: Key): Promise<void> => {
    const text =
      'A new key is made, and shown once. The old one stays valid for a day, so that encoders can be changed.';
    if (!(await confirmed(`Rotate ${name}?`, text, 'Rotate'))) return;
    try {
      made.value = await change<ShownKey>('POST', ['keys', name, 'rotation'], {});
    } catch (error) {
      say(ApiProblem.of(error).message, 'bad');
    }
    polled.refresh();
  };
  const revoke = async ({ name, uses }: Key): Promise<void> => {
    const text = `Nobody gets in by it any more. ${uses === 0 ? '' : `${formatCount(uses)} are here by it now. `}A revoked key never becomes valid again.`;
    if (!(await confirmed(`Revoke ${name}?`, text, 'Revoke'))) return;
    await attempt(() => change('DELETE', ['keys', name]), `${name} is revoked.`);
    polled.refresh();
  };

  const columns: readonly PlainColumn<Key>[] = [
    { title: 'Name', kind: 'name', cell: ({ name }) => name },
    { title: 'For', mono: true, cell: ({ application, instance, stream }) => `${application}/${instance}/${stream}` },
    {
      title: 'May',
      cell: ({ actions, kind }) => (
        <>
          {actions.join(', ')}
          {kind === 'signing' && <span class="faint"> by signed addresses</span>}
        </>
      ),
    },
    { title: 'State', cell: stateOf },
    { title: 'In use', kind: 'count', cell: ({ uses }) => formatCount(uses) },
    {
      title: 'Change',
      kind: 'tools',
      cell: (key) =>
        may('administrator') &&
        key.state !== 'revoked' && (
          <>
            <button type="button" class="button quiet" onClick={() => void rotate(key)}>
              Rotate<span class="unseen"> {key.name}</span>
            </button>
            <button type="button" class="button quiet" onClick={() => void revoke(key)}>
              Revoke<span class="unseen"> {key.name}</span>
            </button>
          </>
        ),
    },
  ];

  return (
    <>
      <PageHead title="Keys">
        {may('administrator') && <AddButton onClick={() => (adding.value = true)}>New key</AddButton>}
      </PageHead>
      <div class="page-scroll">
        <ProblemNote problem={polled.problem.value} />
        <PlainTable
          columns={columns}
          rows={polled.value.value?.items}
          keyOf={({ name }) => name}
          none="There are no keys yet. Nobody publishes from another machine without one: make a key, and give it to the encoder as password, or behind the name of the stream as ?key=…"
        />
      </div>
      {adding.value && (
        <NewKey
          onClose={() => (adding.value = false)}
          onMade={(key) => {
            adding.value = false;
            made.value = key;
            polled.refresh();
          }}
        />
      )}
      {made.value !== undefined && (
        <ShownOnce
          title={made.value.key.name}
          what="the key"
          secret={made.value.shown}
          onClose={() => (made.value = undefined)}
        />
      )}
    </>
  );
}

function stateOf({ state, expires, oldUntil }: Key): VNode {
  return (
    <>
      <Badge tone={TONES[state]}>{state}</Badge>{' '}
      {expires !== undefined && state === 'valid' && (
        <span class="faint">
          until <Time at={expires} />
        </span>
      )}
      {oldUntil !== undefined && (
        <span class="faint">
          the old one until <Time at={oldUntil} />
        </span>
      )}
    </>
  );
}
