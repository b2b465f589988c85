import type { ApplicationGroup } from './application-metrics.js';
import { applicationMetrics } from './application-metrics.js';
import type { Labels } from './exposition.js';
import { exposition } from './exposition.js';
import { edgeMetrics } from './edge-metrics.js';
import { mediaMetrics } from './media-metrics.js';
import { processMetrics } from './process-metrics.js';
import { restreamMetrics } from './restream-metrics.js';
import type { ServerView } from './server-view.js';
import { webhookMetrics } from './webhook-metrics.js';

/** Applications that have lines of their own. Those that come later share theirs. */
const MAX_APPLICATIONS = 100;
const OTHERS: Labels = { adaptor: '_other_', vhost: '_other_', application: '_other_' };

/**
 * The metrics of the server for Prometheus. Everything is read when it is asked for: between two scrapes they
 * cost nothing, and it makes no difference how many scrape.
 */
export class Metrics {
  /** Whoever once had lines of its own keeps them. */
  readonly #known = new Map<string, Labels>();

  constructor(private readonly view: ServerView) {}

  /** The text of one scrape. */
  scrape(): string {
    return exposition([
      ...processMetrics(this.view),
      ...mediaMetrics(this.view.media()),
      ...webhookMetrics(this.view.webhooks()),
      ...edgeMetrics(this.view.edges()),
      ...restreamMetrics(this.view.restreams()),
      ...applicationMetrics(this.#groups()),
    ]);
  }

  #groups(): ApplicationGroup[] {
    const groups = new Map<Labels, ApplicationGroup['applications'][number][]>();
    for (const { name: adaptor, virtualHosts } of this.view.snapshot()) {
      for (const { name: vhost, applications } of virtualHosts) {
        for (const application of applications) {
          const labels = this.#labels({ adaptor, vhost, application: application.name });
          const group = groups.get(labels);
          if (group === undefined) groups.set(labels, [application]);
          else group.push(application);
        }
      }
    }
    return [...groups].map(([labels, applications]) => ({ labels, applications }));
  }

  #labels(labels: Labels): Labels {
    const key = JSON.stringify(labels);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= MAX_APPLICATIONS) return OTHERS;
    this.#known.set(key, labels);
    return labels;
  }
}
