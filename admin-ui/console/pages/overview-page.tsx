import { CircleCheck, TriangleAlert } from 'lucide-preact';
import type { VNode } from 'preact';
import type { Sample, Server } from '../../../src/admin/api/schema/index.js';
import {
  formatBitrate,
  formatBits,
  formatBytes,
  formatCount,
  formatDuration,
  formatMilliseconds,
  formatShare,
} from '../../parts/quantities.js';
import { get } from '../state/api.js';
import { usePolled } from '../state/polled.js';
import { hrefOf } from '../state/place-address.js';
import { samples } from '../state/samples.js';
import { Chart } from '../pieces/chart.js';
import { Facts } from '../pieces/facts.js';
import { PageHead } from '../pieces/page-head.js';
import type { PlainColumn } from '../pieces/plain-table.js';
import { PlainTable } from '../pieces/plain-table.js';
import { ProblemNote } from '../pieces/problem-note.js';
import { Time } from '../pieces/time.js';

/** How the server does. */
export function OverviewPage(): VNode {
  const server = usePolled('server', (signal) => get<Server>(['server'], {}, signal));
  const known = server.value.value;
  return (
    <>
      <PageHead title="Overview">
        {known !== undefined && (
          <span class="faint">
            Afterglow {known.version} on Node.js {known.node}, up {formatDuration(known.uptime)}
          </span>
        )}
      </PageHead>
      <div class="page-scroll">
        <ProblemNote problem={server.problem.value} />
        {known !== undefined && (
          <>
            <Health health={known.health} />
            <Tiles now={samples.value.at(-1) ?? known.now} />
          </>
        )}
        <Charts samples={samples.value} />
        {known !== undefined && <Details server={known} />}
      </div>
    </>
  );
}

function Health({ health: { state, reasons } }: { readonly health: Server['health'] }): VNode {
  if (state === 'good') {
    return (
      <p class="note good health-good" role="status">
        <CircleCheck aria-hidden="true" />
        All is well.
      </p>
    );
  }
  return (
    <ul class="health" aria-label="What is not well">
      {reasons.map(({ severity, what, where }) => (
        <li key={`${what} ${where ?? ''}`} class={`note ${severity === 'bad' ? 'bad' : 'warn'}`}>
          <TriangleAlert aria-hidden="true" />
          <span>
            {where !== undefined && <b>{where}: </b>}
            {what}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Tiles({ now }: { readonly now: Sample }): VNode {
  const tiles: readonly (readonly [title: string, value: string, page?: string])[] = [
    ['Clients', formatCount(now.clients), 'clients'],
    ['Live streams', formatCount(now.streams), 'streams'],
    ['Players', formatCount(now.players), 'streams'],
    ['Instances', formatCount(now.instances), 'instances'],
    ['In', formatBitrate(now.receivedPerSecond)],
    ['Out', formatBitrate(now.sentPerSecond)],
    ['Drops', formatCount(now.dropped)],
    ['Refused', formatCount(now.refused), 'refusals'],
  ];
  return (
    <div class="tiles">
      {tiles.map(([title, value, page]) => {
        const inside = (
          <>
            <span>{title}</span>
            <b>{value}</b>
          </>
        );
        return page === undefined ? (
          <div key={title} class="tile">
            {inside}
          </div>
        ) : (
          <a key={title} class="tile" href={hrefOf(page)}>
            {inside}
          </a>
        );
      })}
    </div>
  );
}

function Charts({ samples: known }: { readonly samples: readonly Sample[] }): VNode {
  const times = known.map(({ at }) => at);
  const of = (value: (sample: Sample) => number): number[] => known.map(value);
  return (
    <div class="charts">
      <Chart
        title="Traffic"
        times={times}
        format={formatBits}
        atLeast={100_000}
        series={[
          { label: 'out', colour: 1, values: of((sample) => sample.sentPerSecond * 8) },
          { label: 'in', colour: 2, values: of((sample) => sample.receivedPerSecond * 8) },
        ]}
      />
      <Chart
        title="Clients"
        times={times}
        format={wholeCount}
        atLeast={4}
        series={[
          { label: 'clients', colour: 1, values: of((sample) => sample.clients) },
          { label: 'players', colour: 2, values: of((sample) => sample.players) },
        ]}
      />
      <Chart
        title="Streams"
        times={times}
        format={wholeCount}
        atLeast={4}
        series={[
          { label: 'live streams', colour: 1, values: of((sample) => sample.streams) },
          { label: 'instances', colour: 2, values: of((sample) => sample.instances) },
        ]}
      />
      <Chart
        title="Processor"
        times={times}
        format={formatShare}
        series={[
          { label: 'of a core', colour: 1, values: of((sample) => sample.cpu) },
          { label: 'event loop', colour: 2, values: of((sample) => sample.eventLoopLoad) },
        ]}
      />
      <Chart
        title="Memory"
        times={times}
        format={formatBytes}
        atLeast={100e6}
        series={[
          { label: 'resident', colour: 1, values: of((sample) => sample.memory) },
          { label: 'heap', colour: 2, values: of((sample) => sample.heapUsed) },
        ]}
      />
      <Chart
        title="Event-loop delay"
        times={times}
        format={formatMilliseconds}
        atLeast={5}
        series={[{ label: 'mean', colour: 1, values: of((sample) => sample.eventLoopDelay) }]}
      />
    </div>
  );
}

interface Requests {
  readonly action: string;
  readonly granted: number;
  readonly refused: number;
}

const REQUESTS: readonly PlainColumn<Requests>[] = [
  { title: 'Asked for', kind: 'name', cell: ({ action }) => action },
  { title: 'granted', kind: 'count', cell: ({ granted }) => formatCount(granted) },
  { title: 'refused', kind: 'count', cell: ({ refused }) => formatCount(refused) },
];

function requestsOf({ granted, refused }: Server['requests']): Requests[] {
  const actions = ['connect', 'publish', 'play'] as const;
  return actions.map((action) => ({ action, granted: granted[action], refused: refused[action] }));
}

function Details({ server }: { readonly server: Server }): VNode {
  const { requests, listeners, connections, traffic, recordedMedia, webhooks } = server;
  const { hits, misses, bytes, budget } = recordedMedia.cache;
  return (
    <div class="columns">
      <section class="section">
        <h2>Since the start</h2>
        <PlainTable columns={REQUESTS} rows={requestsOf(requests)} keyOf={({ action }) => action} />
      </section>
      <section class="section">
        <h2>Connections</h2>
        <Facts
          facts={[
            ['Open', formatCount(connections.open)],
            ['Accepted', formatCount(connections.accepted)],
            ['Refused at the door', formatCount(connections.refused)],
            ['Received', formatBytes(traffic.received)],
            ['Sent', formatBytes(traffic.sent)],
            ['Started', <Time at={server.startedAt} />],
          ]}
        />
      </section>
      <section class="section">
        <h2>Listens at</h2>
        <Facts
          facts={[
            ['RTMP', listeners.rtmp.map((address) => <div key={address}>{address}</div>)],
            ['HTTP', listeners.http],
            ['Administration', listeners.admin],
          ]}
        />
      </section>
      <section class="section">
        <h2>Recorded media</h2>
        <Facts
          facts={[
            ['Played', formatCount(recordedMedia.playing)],
            ['Open files', formatCount(recordedMedia.openFiles)],
            ['In memory', `${formatBytes(bytes)} of ${formatBytes(budget)}`],
            ['Found in memory', hits + misses === 0 ? '–' : formatShare(hits / (hits + misses))],
          ]}
        />
      </section>
      {webhooks.length > 0 && (
        <section class="section">
          <h2>Webhooks</h2>
          {webhooks.map(({ url, ok, refused, failed, waiting, lost }) => (
            <Facts
              key={url}
              facts={[
                ['Address', url],
                ['Answered', `${formatCount(ok)} yes, ${formatCount(refused)} no, ${formatCount(failed)} failed`],
                ['Waiting', `${formatCount(waiting)}, ${formatCount(lost)} lost`],
              ]}
            />
          ))}
        </section>
      )}
    </div>
  );
}

function wholeCount(value: number): string {
  return formatCount(Math.round(value));
}
