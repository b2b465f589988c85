import type { Principal } from '../users/principal.js';
import type { ApiContext } from './api-context.js';
import { hostFor } from './places.js';
import type { HealthReason, Server } from './schema/server.js';

/** Parts and milliseconds from which on the server is short of something. */
const BUSY = 0.8;
const LATE = 50;
/** Reasons that are listed. */
const MAX_REASONS = 50;

/** The server at this moment, as far as it is for who asks. */
export function serverOverview({ view, pages, sampler, listeners }: ApiContext, principal: Principal): Server {
  const { startedAt, connections } = view.process();
  const now = sampler.now;
  const reasons = [...ownReasons(view.notReady(), now), ...streamReasons(pages, principal)];
  const webhooks = principal.virtualHost === undefined ? view.webhooks() : [];
  return {
    version: view.version,
    node: process.version,
    startedAt: Math.round(startedAt * 1000),
    uptime: view.uptime(),
    health: {
      state: reasons.some(({ severity }) => severity === 'bad') ? 'bad' : reasons.length > 0 ? 'warning' : 'good',
      reasons: reasons.slice(0, MAX_REASONS),
    },
    now,
    connections,
    traffic: pages.traffic(),
    requests: pages.requests(),
    recordedMedia: view.media(),
    webhooks: webhooks.map(({ url, requests, waiting, lost }) => ({ url, ...requests, waiting, lost })),
    listeners: listeners(),
  };
}

function ownReasons(notReady: readonly string[], { eventLoopLoad, eventLoopDelay }: Server['now']): HealthReason[] {
  const reasons: HealthReason[] = notReady.map((what) => ({ severity: 'bad', what: `Not ready: ${what}.` }));
  if (eventLoopLoad > BUSY) {
    const percent = Math.round(eventLoopLoad * 100);
    reasons.push({
      severity: 'warning',
      what: `The event loop is at work ${percent} % of the time: one more core will not help, another server will.`,
    });
  }
  if (eventLoopDelay > LATE) {
    const what = `The event loop is ${Math.round(eventLoopDelay)} ms late: see what else the machine does.`;
    reasons.push({ severity: 'warning', what });
  }
  return reasons;
}

function streamReasons(pages: ApiContext['pages'], principal: Principal): HealthReason[] {
  return pages.ailing({ ...hostFor(principal), limit: MAX_REASONS }).flatMap(({ reasons }) => reasons);
}
