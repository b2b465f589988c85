import type { MetricFamily, Sample } from './exposition.js';
import type { EdgeCounts, LinkCounts } from './server-view.js';

/** The metrics of links between servers, and of what an edge keeps of the media of its origins. */
export function edgeMetrics({ links, cache }: EdgeCounts): MetricFamily[] {
  const byDirection = (of: (counts: LinkCounts) => number | undefined): Sample[] =>
    (['to-origin', 'from-edge'] as const).flatMap((direction) => {
      const value = of(links[direction]);
      return value === undefined ? [] : [{ labels: { direction }, value }];
    });
  const { memory, disk } = cache;
  const labelled = (label: string, values: Readonly<Record<string, number>>): Sample[] =>
    Object.entries(values).map(([name, value]) => ({ labels: { [label]: name }, value }));
  return [
    {
      name: 'afterglow_links',
      type: 'gauge',
      help: 'Links with other servers that are open.',
      samples: byDirection(({ open }) => open),
    },
    {
      name: 'afterglow_links_ended_total',
      type: 'counter',
      help: 'Links that were open and are over.',
      samples: byDirection(({ ended }) => ended),
    },
    {
      name: 'afterglow_link_received_bytes_total',
      type: 'counter',
      help: 'Bytes received by links.',
      samples: byDirection(({ bytesReceived }) => bytesReceived),
    },
    {
      name: 'afterglow_link_sent_bytes_total',
      type: 'counter',
      help: 'Bytes sent by links.',
      samples: byDirection(({ bytesSent }) => bytesSent),
    },
    {
      name: 'afterglow_link_streams',
      type: 'gauge',
      help: 'Clients, live streams and files that links carry.',
      samples: byDirection(({ streams }) => streams),
    },
    {
      name: 'afterglow_link_streams_total',
      type: 'counter',
      help: 'Clients, live streams and files that links have carried.',
      samples: byDirection(({ streamsOpened }) => streamsOpened),
    },
    {
      name: 'afterglow_link_round_trip_seconds',
      type: 'gauge',
      help: 'Time that the last sign of life took there and back, of the slowest link.',
      samples: byDirection(({ roundTrip }) => (roundTrip === undefined ? undefined : roundTrip / 1000)),
    },
    {
      name: 'afterglow_origin_cache_blocks_total',
      type: 'counter',
      help: 'Blocks of recordings of origins that were asked for: in memory, on the disk, fetched from the origin.',
      samples: labelled('from', { memory: memory.memoryHits, disk: memory.diskHits, origin: memory.fetched }),
    },
    {
      name: 'afterglow_origin_cache_read_bytes_total',
      type: 'counter',
      help: 'Bytes of recordings of origins that were read here.',
      samples: [{ value: memory.readBytes }],
    },
    {
      name: 'afterglow_origin_cache_fetched_bytes_total',
      type: 'counter',
      help: 'Bytes of recordings that were fetched from origins.',
      samples: [{ value: memory.fetchedBytes }],
    },
    {
      name: 'afterglow_origin_cache_bytes',
      type: 'gauge',
      help: 'Recordings of origins that are kept.',
      samples: labelled('in', { memory: memory.bytes, disk: disk.bytes }),
    },
    {
      name: 'afterglow_origin_cache_max_bytes',
      type: 'gauge',
      help: 'originCache.maxMemory and originCache.maxSize.',
      samples: labelled('in', { memory: memory.budget, disk: disk.budget }),
    },
    {
      name: 'afterglow_origin_cache_failures_total',
      type: 'counter',
      help: 'Blocks on the disk that were damaged (read), and that could not be kept (write).',
      samples: labelled('action', { read: disk.damaged, write: disk.failures }),
    },
  ];
}
