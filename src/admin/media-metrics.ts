import type { MetricFamily, Sample } from './exposition.js';
import type { RecordedMediaSnapshot } from './server-view.js';

/** The metrics of recorded media. */
export function mediaMetrics({ playing, openFiles, cache }: RecordedMediaSnapshot): MetricFamily[] {
  const one = (value: number): Sample[] => [{ value }];
  return [
    {
      name: 'afterglow_media_playing',
      type: 'gauge',
      help: 'Files of recorded media that somebody plays.',
      samples: one(playing),
    },
    {
      name: 'afterglow_media_open_files',
      type: 'gauge',
      help: 'Files of recorded media that are open.',
      samples: one(openFiles),
    },
    {
      name: 'afterglow_media_cache_bytes',
      type: 'gauge',
      help: 'Recorded media in memory.',
      samples: one(cache.bytes),
    },
    {
      name: 'afterglow_media_cache_max_bytes',
      type: 'gauge',
      help: 'recordedCache.maxSize.',
      samples: one(cache.budget),
    },
    {
      name: 'afterglow_media_segments_total',
      type: 'counter',
      help: 'Segments of recorded media that players took from memory (hit) and that had to be read (miss).',
      samples: [
        { labels: { result: 'hit' }, value: cache.hits },
        { labels: { result: 'miss' }, value: cache.misses },
      ],
    },
  ];
}
