import { Pause, Play } from 'lucide-preact';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { LogLine } from '../../../src/admin/api/schema/index.js';
import { formatCount } from '../../parts/quantities.js';
import { LogLines } from '../state/log-lines.js';
import { hrefOf } from '../state/place-address.js';
import { goTo, place } from '../state/router.js';
import { DataGrid } from '../pieces/data-grid.js';
import { Facts } from '../pieces/facts.js';
import type { GridColumn } from '../pieces/grid-column.js';
import { PageHead } from '../pieces/page-head.js';
import { ProblemNote } from '../pieces/problem-note.js';
import { SearchBox } from '../pieces/search-box.js';
import { SidePanel } from '../pieces/side-panel.js';
import { formatMoment, Time } from '../pieces/time.js';
import { LogFiles } from './log-files.js';
import { LogTabs } from './log-tabs.js';

type Level = LogLine['level'];

const LEVELS: readonly Level[] = ['debug', 'info', 'warn', 'error'];
const COLOURS: Readonly<Record<Level, string>> = {
  debug: 'var(--ink-faint)',
  info: 'var(--calm)',
  warn: 'var(--warn)',
  error: 'var(--bad)',
};

const COLUMNS: readonly GridColumn<LogLine>[] = [
  { id: 'at', title: 'When', width: 88, cell: (row) => formatMoment(row.at) },
  {
    id: 'level',
    title: 'Level',
    width: 60,
    cell: ({ level }) => (
      <span class="log-level" style={{ color: COLOURS[level] }}>
        {level}
      </span>
    ),
  },
  { id: 'message', title: 'Message', width: 220, grow: 3, cell: (row) => row.message },
  {
    id: 'fields',
    title: 'Fields',
    width: 220,
    grow: 3,
    expendable: 1,
    cell: ({ fields }) => (
      <span class="mono faint">
        {Object.entries(fields)
          .map(([name, value]) => `${name}=${textOf(value)}`)
          .join(' ')}
      </span>
    ),
  },
];

/** The log of the server: as it is written, or what is kept of it in files. */
export function LogPage(): VNode {
  return place.value.path[0] === 'files' ? <LogFiles /> : <NewestLines />;
}

function NewestLines(): VNode {
  const { path, query } = place.value;
  const asked = query.get('level') as Level | null;
  const level = asked !== null && LEVELS.includes(asked) ? asked : 'info';
  const search = query.get('search') ?? '';
  const lines = useMemo(() => new LogLines(level, search), [level, search]);
  const shown = useSignal<LogLine | undefined>(undefined);
  useEffect(() => {
    lines.start();
    return () => lines.stop();
  }, [lines]);
  const all = lines.lines.value;
  const [opened] = path;
  const back = hrefOf('log', [], { level, search });
  const line = shown.value !== undefined && String(shown.value.id) === opened ? shown.value : undefined;
  return (
    <>
      <PageHead title="Log">
        <LogTabs />
        {lines.held.value > 0 && (
          <button type="button" class="button primary" onClick={() => lines.release()}>
            Show {formatCount(lines.held.value)} newer
          </button>
        )}
        <button type="button" class="button" onClick={() => (lines.paused.value = !lines.paused.value)}>
          {lines.paused.value ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
          {lines.paused.value ? 'Go on' : 'Hold'}
        </button>
        <select
          class="input"
          aria-label="Least important lines"
          value={level}
          onChange={(event) => goTo(hrefOf('log', [], { level: event.currentTarget.value, search }), { replace: true })}
        >
          {LEVELS.map((each) => (
            <option key={each} value={each}>
              {each === 'error' ? 'error' : `${each} and above`}
            </option>
          ))}
        </select>
        <SearchBox
          label="Search the log"
          value={search}
          onSearch={(text) => goTo(hrefOf('log', [], { level, search: text }), { replace: true })}
        />
      </PageHead>
      <div class="page-body">
        <div class="page-list">
          <ProblemNote problem={lines.problem.value} />
          <DataGrid<LogLine>
            label="Log"
            columns={COLUMNS}
            total={all.length}
            rowAt={(index) => all[index]}
            keyOf={(row) => String(row.id)}
            open={opened}
            onOpen={(row) => {
              shown.value = row;
              goTo(hrefOf('log', [String(row.id)], { level, search }));
            }}
            onRange={(first, last) => lines.look(first, last)}
            empty={search === '' ? 'Nothing has been logged at this level.' : 'No line contains that.'}
          />
        </div>
        {line !== undefined && (
          <SidePanel title={line.message} back={back}>
            <p class="section wrap">{line.message}</p>
            <Facts
              facts={[
                ['When', <Time at={line.at} />],
                ['Level', line.level],
                ...Object.entries(line.fields).map(([name, value]) => [name, textOf(value)] as const),
              ]}
            />
          </SidePanel>
        )}
      </div>
    </>
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
