import type { Application, Instance } from '../../api/schema/index.js';
import type { Rates } from '../bandwidth.js';
import type { FmsCall } from '../fms-context.js';
import type { FmsObject } from '../fms-value.js';
import { wholeList } from '../whole-list.js';

/**
 * Who is connected, by how.
 *
 * @param byEdges how many of them came by an edge
 * @param administrators who is connected to the application `admin`
 */
export function kindsOfConnects(connected: number, byEdges: number, administrators = 0): FmsObject {
  return {
    rtmp_connects: connected,
    rtmfp_connects: 0,
    normal_connects: connected - byEdges,
    virtual_connects: byEdges,
    group_connects: 0,
    service_connects: 0,
    service_requests: 0,
    admin_connects: administrators,
    debug_connects: 0,
  };
}

/** What bytes a second are told of: what it is called among all that are measured, and since when it is there. */
export interface Measured {
  readonly name: string;
  /** Milliseconds. */
  readonly age: number;
}

/** Of an application, and of all of a virtual host: what its clients sent and were sent, and how many there were. */
export function totalsOf(
  call: FmsCall,
  what: Measured,
  applications: readonly Application[],
  instances: readonly Instance[],
): FmsObject {
  const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
    items.reduce((total, item) => total + of(item), 0);
  const connected = sum(applications, ({ clients }) => clients);
  const accepted = sum(applications, ({ granted }) => granted.connect);
  const rejected = sum(applications, ({ refused }) => refused.connect);
  const [received, sent] = [
    sum(applications, ({ traffic }) => traffic.received),
    sum(applications, ({ traffic }) => traffic.sent),
  ];
  return {
    bytes_in: received,
    bytes_out: sent,
    server_bytes_in: 0,
    server_bytes_out: 0,
    ...bandwidthOf(call, what, { received, sent }),
    msg_in: sum(instances, ({ messages }) => messages.received),
    msg_out: sum(instances, ({ messages }) => messages.sent),
    accepted,
    rejected,
    connected,
    total_connects: accepted,
    total_disconnects: accepted - connected,
    ...kindsOfConnects(
      connected,
      sum(instances, ({ clientsByEdge }) => clientsByEdge),
    ),
  };
}

/** Bytes a second at the moment, as FMS names them. */
export function bandwidthOf({ bandwidth }: FmsCall, { name, age }: Measured, totals: Rates): FmsObject {
  const { received, sent } = bandwidth.of(name, totals, age);
  return { bw_in: received, bw_out: sent };
}

/** How many SWFs were verified: the server keeps no count of them. */
export const SWF_VERIFICATION = {
  swf_verification_attempts: 0,
  swf_verification_exceptions: 0,
  swf_verification_failures: 0,
  swf_verification_unsupported_rejects: 0,
  swf_verification_matches: 0,
  swf_verification_remote_misses: 0,
} as const;

/** Messages that players of live streams lost, in a place. */
export function dropped(
  { view }: FmsCall,
  place: { adaptor?: string; virtualHost?: string; application?: string },
): number {
  let lost = 0;
  for (const adaptor of view.snapshot()) {
    if (place.adaptor !== undefined && adaptor.name !== place.adaptor) continue;
    for (const host of adaptor.virtualHosts) {
      if (place.virtualHost !== undefined && host.name !== place.virtualHost) continue;
      for (const { name, totals } of host.applications) {
        if (place.application !== undefined && name !== place.application) continue;
        lost += Object.values(totals.live.drops).reduce((sum, drops) => sum + drops, 0);
      }
    }
  }
  return lost;
}

/** The instances of a place that run; of everywhere, if none is named. */
export function instancesIn(
  { pages }: FmsCall,
  place: { application?: string } & Partial<FmsCall['host']>,
): Instance[] {
  return wholeList((question) => pages.instances(question), place);
}

/** The applications of a virtual host, whether they run or not. */
export function applicationsIn({ pages, host }: FmsCall): Application[] {
  return wholeList((question) => pages.applications(question), host);
}
