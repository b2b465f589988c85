import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { LogFile, LogFilePage } from '../../../src/admin/api/schema/index.js';
import { formatBytes, formatCounted } from '../../parts/quantities.js';
import { ApiProblem } from '../state/api-problem.js';
import { get } from '../state/api.js';
import { usePolled } from '../state/polled.js';
import { hrefOf } from '../state/place-address.js';
import { goTo, place } from '../state/router.js';
import { PageHead } from '../pieces/page-head.js';
import { ProblemNote } from '../pieces/problem-note.js';
import { SearchBox } from '../pieces/search-box.js';
import { formatMoment } from '../pieces/time.js';
import { LogTabs } from './log-tabs.js';

/** What was found so far. */
type Found = Pick<LogFilePage, 'items' | 'searched' | 'reached' | 'next'>;

const NOTHING: Found = { items: [], searched: 0 };

/** The logs that are kept in files, searched from the newest line on. */
export function LogFiles(): VNode {
  const { query } = place.value;
  const logs = usePolled('log files', (signal) => get<{ items: LogFile[] }>(['logs', 'files'], {}, signal), 60_000);
  const filter = { log: 'access', search: '', since: '', until: '', ...Object.fromEntries(query) };
  const found = useSignal<Found>(NOTHING);
  const problem = useSignal<ApiProblem | undefined>(undefined);
  const busy = useSignal(false);
  const choose = (change: Partial<typeof filter>): void =>
    goTo(hrefOf('log', ['files'], { ...filter, ...change }), { replace: true });

  const look = async (before: Found, signal?: AbortSignal): Promise<void> => {
    const { log, search, since, until } = filter;
    busy.value = true;
    try {
      const question = { log, search, since: momentOf(since), until: momentOf(until), cursor: before.next };
      const { items, searched, ...rest } = await get<LogFilePage>(['logs', 'search'], question, signal);
      found.value = { ...rest, items: [...before.items, ...items], searched: before.searched + searched };
      problem.value = undefined;
    } catch (error) {
      if (signal?.aborted === true) return;
      problem.value = ApiProblem.of(error);
    }
    busy.value = false;
  };
  useEffect(() => {
    const stop = new AbortController();
    void look(NOTHING, stop.signal);
    return () => stop.abort();
  }, [JSON.stringify(filter)]);

  const { items, searched, reached, next } = found.value;
  return (
    <>
      <PageHead title="Log">
        <LogTabs />
        <select
          class="input"
          aria-label="Which log"
          value={filter.log}
          onChange={(event) => choose({ log: event.currentTarget.value })}
        >
          {(logs.value.value?.items ?? [{ log: filter.log, bytes: 0 }]).map(({ log, bytes }) => (
            <option key={log} value={log}>
              {log}, {formatBytes(bytes)}
            </option>
          ))}
        </select>
        <MomentBox label="From" value={filter.since} onChange={(since) => choose({ since })} />
        <MomentBox label="To" value={filter.until} onChange={(until) => choose({ until })} />
        <SearchBox label="Search the files" value={filter.search} onSearch={(search) => choose({ search })} />
      </PageHead>
      <div class="page-scroll">
        <ProblemNote problem={problem.value ?? logs.problem.value} />
        <ol class="found-lines" aria-label="Lines that were found">
          {items.map(({ text }, index) => (
            <li key={index}>{text}</li>
          ))}
        </ol>
        <p class="section soft">
          {busy.value
            ? 'Searching…'
            : `${items.length === 0 ? 'No line is like that' : formatCounted(items.length, 'line')} in ${formatBytes(searched)} of the log${
                next === undefined || reached === undefined ? '' : `, back to ${formatMoment(reached)}`
              }.`}
        </p>
        {next !== undefined && (
          <button type="button" class="button" disabled={busy.value} onClick={() => void look(found.value)}>
            Look further back
          </button>
        )}
      </div>
    </>
  );
}

interface MomentProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function MomentBox({ label, value, onChange }: MomentProps): VNode {
  return (
    <label class="moment">
      <span>{label}</span>
      <input
        class="input"
        type="datetime-local"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}

/** Milliseconds since 1970 of what such a box says; undefined if it is empty. */
function momentOf(text: string): number | undefined {
  const moment = new Date(text).getTime();
  return Number.isNaN(moment) ? undefined : moment;
}
