import type { RestreamCounts, RestreamKind } from '../application/restream-control.js';
import type { MetricFamily, Sample } from './exposition.js';

const KINDS = ['target', 'source'] as const;

/** The metrics of live streams that are sent to other servers and taken from there. */
export function restreamMetrics(counts: Readonly<Record<RestreamKind, RestreamCounts>>): MetricFamily[] {
  const byKind = (of: (counts: RestreamCounts) => number): Sample[] =>
    KINDS.map((kind) => ({ labels: { kind }, value: of(counts[kind]) }));
  return [
    {
      name: 'afterglow_restreams',
      type: 'gauge',
      help: 'Live streams on their way to targets and from sources, by how they fare.',
      samples: KINDS.flatMap((kind) =>
        Object.entries(counts[kind].states).map(([state, value]) => ({ labels: { kind, state }, value })),
      ),
    },
    {
      name: 'afterglow_restream_starts_total',
      type: 'counter',
      help: 'How often media began to go over.',
      samples: byKind(({ starts }) => starts),
    },
    {
      name: 'afterglow_restream_messages_total',
      type: 'counter',
      help: 'Messages of audio, video and data that went over.',
      samples: byKind(({ messages }) => messages),
    },
    {
      name: 'afterglow_restream_bytes_total',
      type: 'counter',
      help: 'Bytes of media that went over.',
      samples: byKind(({ bytes }) => bytes),
    },
    {
      name: 'afterglow_restream_lost_frames_total',
      type: 'counter',
      help: 'Frames that targets did not get because they were too slow.',
      samples: [{ value: counts.target.lost }],
    },
  ];
}
