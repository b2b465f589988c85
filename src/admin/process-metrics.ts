import type { MetricFamily, Sample } from './exposition.js';
import type { DurationHistogram, ServerView } from './server-view.js';

/** The metrics of the process as a whole. */
export function processMetrics(view: ServerView): MetricFamily[] {
  const { startedAt, connections, keyExchanges, memory, cpu, eventLoop, sendingLoad } = view.process();
  const one = (value: number): Sample[] => [{ value }];
  return [
    {
      name: 'afterglow_build_info',
      type: 'gauge',
      help: 'Always 1; the label says which version runs.',
      samples: [{ labels: { version: view.version }, value: 1 }],
    },
    {
      name: 'afterglow_ready',
      type: 'gauge',
      help: '1 if the server accepts clients, otherwise 0.',
      samples: one(view.notReady().length === 0 ? 1 : 0),
    },
    {
      name: 'process_start_time_seconds',
      type: 'gauge',
      help: 'When the process started, in seconds since 1970.',
      samples: one(startedAt),
    },
    {
      name: 'process_cpu_seconds_total',
      type: 'counter',
      help: 'Processor time in user and system mode.',
      samples: one(cpu),
    },
    {
      name: 'process_resident_memory_bytes',
      type: 'gauge',
      help: 'Memory that the process holds.',
      samples: one(memory.resident),
    },
    {
      name: 'afterglow_heap_used_bytes',
      type: 'gauge',
      help: 'JavaScript objects, those included that nobody refers to any more.',
      samples: one(memory.heapUsed),
    },
    {
      name: 'afterglow_external_memory_bytes',
      type: 'gauge',
      help: 'Buffers outside of the JavaScript heap, which is where media is.',
      samples: one(memory.external),
    },
    {
      name: 'afterglow_event_loop_delay_seconds',
      type: 'histogram',
      help: 'How late the event loop is.',
      samples: histogram(eventLoop.delay),
    },
    {
      name: 'afterglow_event_loop_seconds_total',
      type: 'counter',
      help: 'Time that the event loop was at work (active) and had nothing to do (idle).',
      samples: [
        { labels: { state: 'active' }, value: eventLoop.active },
        { labels: { state: 'idle' }, value: eventLoop.idle },
      ],
    },
    {
      name: 'afterglow_sending_load_ratio',
      type: 'gauge',
      help: 'Part of the time that sending would take if every message left alone; messages leave together from 0.15.',
      samples: one(sendingLoad),
    },
    {
      name: 'afterglow_connections',
      type: 'gauge',
      help: 'TCP connections of clients that are open.',
      samples: one(connections.open),
    },
    {
      name: 'afterglow_connections_accepted_total',
      type: 'counter',
      help: 'TCP connections accepted.',
      samples: one(connections.accepted),
    },
    {
      name: 'afterglow_connections_refused_total',
      type: 'counter',
      help: 'TCP connections refused by address rules and limits, before a byte was read.',
      samples: one(connections.refused),
    },
    {
      name: 'afterglow_connects_turned_away_total',
      type: 'counter',
      help: 'Connects refused before they came to an application: there is none of that name, its virtual host is full.',
      samples: one(view.turnedAway()),
    },
    {
      name: 'afterglow_rtmpe_handshakes_total',
      type: 'counter',
      help: 'Key exchanges of RTMPE.',
      samples: one(keyExchanges.admitted),
    },
    {
      name: 'afterglow_rtmpe_handshakes_refused_total',
      type: 'counter',
      help: 'Key exchanges of RTMPE refused by rtmpe.maxHandshakesPerSecond.',
      samples: one(keyExchanges.refused),
    },
  ];
}

function histogram({ buckets, count, sum }: DurationHistogram): Sample[] {
  return [
    ...buckets.map(({ upTo, count: value }) => ({ suffix: '_bucket', labels: { le: `${upTo}` }, value })),
    { suffix: '_bucket', labels: { le: '+Inf' }, value: count },
    { suffix: '_sum', value: sum },
    { suffix: '_count', value: count },
  ];
}
