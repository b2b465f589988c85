import type { StreamAction } from './access-key.js';
import type { Client } from './client.js';
import type { Hook } from './hook.js';
import type { Refusal } from './refusal.js';
import { matchesPattern } from './text-pattern.js';

/** Who is in `allow` and not in `deny` may pass. `all` is everybody, `none` who says nothing of the kind. */
export interface VisitorRules {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}

export interface ActionVisitorRules {
  /** By the host of the page that the client is embedded in; a domain stands for all of its subdomains. */
  readonly pages: VisitorRules;
  /** By how the agent (flashVer) begins; `*` stands for any characters. Upper and lower case are the same. */
  readonly agents: VisitorRules;
}

/**
 * The rules about what a client says of itself. They keep out who does not lie: a page that embeds a
 * stream of ours, an encoder that is too old. Who writes a client can write anything there.
 */
export function visitorHook(rules: () => Readonly<Record<StreamAction, ActionVisitorRules>>): Hook {
  const check = (action: StreamAction, { facts }: Client): Refusal | undefined => {
    const { pages, agents } = rules()[action];
    const page = refusedBy(pages, pageHost(facts.pageUrl), isOnDomain);
    if (page !== undefined) return refusal(`application.${action}.pages.${page}`, action);
    const agent = refusedBy(agents, facts.agent.toLowerCase(), beginsLike);
    return agent === undefined ? undefined : refusal(`application.${action}.agents.${agent}`, action);
  };
  return {
    name: 'visitors',
    onPublish: (client) => check('publish', client),
    onPlay: (client) => check('play', client),
    mayPlay: (client) => check('play', client),
  };
}

type Match = (value: string, entry: string) => boolean;

function refusedBy({ allow, deny }: VisitorRules, value: string, match: Match): string | undefined {
  const isIn = (entries: readonly string[]): boolean =>
    entries.some((entry) => entry === 'all' || (value === '' ? entry === 'none' : match(value, entry.toLowerCase())));
  if (!isIn(allow)) return `allow: [${allow.join(', ')}]`;
  return isIn(deny) ? `deny: [${deny.join(', ')}]` : undefined;
}

function isOnDomain(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

function beginsLike(agent: string, pattern: string): boolean {
  return matchesPattern(`${pattern}*`, agent);
}

/** The host of a page, in lower case; empty if there is no page, or it is a file or no address at all. */
function pageHost(pageUrl: string): string {
  const url = URL.canParse(pageUrl) ? new URL(pageUrl) : undefined;
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url.hostname : '';
}

function refusal(rule: string, action: StreamAction): Refusal {
  return { rule, reason: 'denied', description: `You may not ${action} here.` };
}
