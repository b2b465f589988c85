import type { Labels, MetricFamily, Sample } from './exposition.js';
import type { WebhookCounts } from './server-view.js';

/** The metrics of webhooks. Addresses are those of the configuration, without their queries; alike ones share a line. */
export function webhookMetrics(webhooks: readonly WebhookCounts[]): MetricFamily[] {
  const summed = (labels: Labels, of: (counts: WebhookCounts) => number): Sample[] => {
    const byUrl = new Map<string, number>();
    for (const counts of webhooks) byUrl.set(counts.url, (byUrl.get(counts.url) ?? 0) + of(counts));
    return [...byUrl].map(([url, value]) => ({ labels: { url, ...labels }, value }));
  };
  return [
    {
      name: 'afterglow_webhook_requests_total',
      type: 'counter',
      help: 'Requests to webhooks by their answer: a yes (ok), a no (refused), none (failed).',
      samples: (['ok', 'refused', 'failed'] as const).flatMap((result) =>
        summed({ result }, ({ requests }) => requests[result]),
      ),
    },
    {
      name: 'afterglow_webhook_seconds_total',
      type: 'counter',
      help: 'Time that these requests took.',
      samples: summed({}, ({ seconds }) => seconds),
    },
    {
      name: 'afterglow_webhook_waiting',
      type: 'gauge',
      help: 'Questions and events that wait for a webhook.',
      samples: summed({}, ({ waiting }) => waiting),
    },
    {
      name: 'afterglow_webhook_events_lost_total',
      type: 'counter',
      help: 'Events that a webhook was not told of.',
      samples: summed({}, ({ lost }) => lost),
    },
  ];
}
