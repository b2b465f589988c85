import type { RtmptTrafficSnapshot } from '../../../net/rtmpt-traffic.js';
import { commandFailed } from '../fms-answer.js';
import { flag, optionalText } from '../fms-arguments.js';
import type { FmsArguments, FmsCall, HostPlace } from '../fms-context.js';
import type { FmsMethods } from '../fms-method.js';
import type { FmsObject } from '../fms-value.js';
import {
  applicationsIn,
  bandwidthOf,
  dropped,
  instancesIn,
  kindsOfConnects,
  SWF_VERIFICATION,
  totalsOf,
} from './statistics.js';

/** What there is none of; monitors look for the names all the same. */
const RTMFP = {
  rtmfp_lookups: 0,
  rtmfp_remote_lookups: 0,
  rtmfp_remote_lookup_requests: 0,
  rtmfp_redirects: 0,
  rtmfp_remote_redirects: 0,
  rtmfp_remote_redirect_requests: 0,
  rtmfp_forwards: 0,
  rtmfp_remote_forwards: 0,
  rtmfp_remote_forward_requests: 0,
  rtmfp_lookups_denied: 0,
} as const;

/** `-1` is no limit. */
const UNLIMITED = -1;

/** What is asked of the server as a whole, and what it can be told to do. */
export const serverMethods: FmsMethods = {
  ping: { parameters: [], needs: 'viewer', run: () => undefined },
  getServerStats: {
    ...{ parameters: [], needs: 'viewer', serverWide: true },
    run(_, call) {
      const { view, house } = call;
      const { startedAt } = view.process();
      const load = house.load();
      return {
        launchTime: new Date(startedAt * 1000),
        uptime: Math.round(view.uptime()),
        up_time: Math.round(view.uptime()),
        cpu_Usage: load.cpu,
        cpus: house.processors,
        num_cores: 1,
        memory_Usage: load.memory,
        physical_Mem: view.process().memory.resident,
        io: ioStatistics(call),
        msg_cache: messageCache(call),
      };
    },
  },
  getIOStats: { ...{ parameters: [], needs: 'viewer', serverWide: true }, run: (_, call) => ioStatistics(call) },
  getMsgCacheStats: {
    ...{ parameters: [], needs: 'viewer', serverWide: true },
    run: (_, call) => messageCache(call),
  },
  getFileCacheStats: {
    ...{ parameters: [], needs: 'viewer', serverWide: true },
    run(_, { view }) {
      const { playing, openFiles, cache } = view.media();
      const { hits, misses, bytes, budget } = cache;
      const files = { total_files: playing, open_files: openFiles, entries: openFiles };
      return { ...files, size_total: budget, size_used: bytes, hits, misses };
    },
  },
  getLicenseInfo: { ...{ parameters: [], needs: 'viewer', serverWide: true }, run: license },
  getLicenseInfo2: { ...{ parameters: [], needs: 'viewer', serverWide: true }, run: license },
  getServiceStats: {
    ...{ parameters: [['name', 'service']], needs: 'viewer', serverWide: true },
    run() {
      throw commandFailed('There are no services: everything is done by the server itself.');
    },
  },
  getServices: { ...{ parameters: [], needs: 'viewer', serverWide: true }, run: () => [] },
  getAdaptors: {
    ...{ parameters: [], needs: 'viewer' },
    run: (_, { pages, host, principal }) => {
      const names = pages.adaptors().map(({ name }) => name);
      return principal.virtualHost === undefined ? names : names.filter((name) => name === host.adaptor);
    },
  },
  getVHosts: {
    ...{ parameters: [['adaptor']], needs: 'viewer' },
    run: ({ adaptor }, call) => virtualHosts(call, adaptor).map(({ name }) => name),
  },
  getActiveVHosts: {
    ...{ parameters: [['adaptor']], needs: 'viewer' },
    run: ({ adaptor }, call) => virtualHosts(call, adaptor).map(({ name }) => ({ vhost_name: name })),
  },
  getVHostStats: {
    ...{ parameters: [['adaptor'], ['vhost', 'vhostName']], needs: 'viewer' },
    run: (args, call) => virtualHostStatistics({ ...call, host: hostMeant(args, call) }),
  },
  getActiveVHostStats: {
    ...{ parameters: [['verbose'], ['adaptor']], needs: 'viewer' },
    run: (args, call) =>
      virtualHosts(call, args.adaptor).map(({ adaptor, name }) => {
        const about = { ...call, host: { adaptor, virtualHost: name } };
        const apps = flag(args, 'verbose', true) ? { apps: applicationsIn(about).map((one) => one.name) } : {};
        return { vhost_name: name, ...virtualHostStatistics(about), ...apps };
      }),
  },
  gc: {
    ...{ parameters: [], needs: 'operator', serverWide: true, changes: true },
    run(_, { house }) {
      house.collectGarbage();
      return undefined;
    },
  },
  restartVHost: {
    ...{ parameters: [['scope', 'vhost']], needs: 'administrator', changes: true },
    async run(_, { house }) {
      await house.reload();
      return undefined;
    },
  },
  stopServer: {
    ...{ parameters: [['type']], needs: 'administrator', serverWide: true, changes: true },
    run(_, { house }) {
      house.stop();
      return undefined;
    },
  },
};

function virtualHosts({ pages, host, principal }: FmsCall, adaptor: unknown) {
  const wanted = typeof adaptor === 'string' && adaptor !== '' ? adaptor : undefined;
  return pages.virtualHosts().filter(({ adaptor: owner, name }) => {
    if (principal.virtualHost !== undefined) return owner === host.adaptor && name === host.virtualHost;
    return wanted === undefined || owner === wanted;
  });
}

function virtualHostStatistics(call: FmsCall): FmsObject {
  const { host, uses } = call;
  const applications = applicationsIn(call);
  const found = call.pages.virtualHosts().find((one) => one.adaptor === host.adaptor && one.name === host.virtualHost);
  if (found === undefined) throw commandFailed(`There is no virtual host ${host.adaptor}/${host.virtualHost}.`);
  const name = `vhost ${host.adaptor}/${host.virtualHost}`;
  const totals = totalsOf(call, { name, age: sinceStart(call) }, applications, instancesIn(call, host));
  const lives = applications.map(({ name: application }) => uses.application({ ...host, application }));
  return {
    ...totals,
    rejected: Number(totals.rejected) + found.turnedAway,
    msg_dropped: dropped(call, host),
    total_apps: applications.length,
    total_instances_loaded: lives.reduce((sum, life) => sum + (life?.loaded ?? 0), 0),
    total_instances_unloaded: lives.reduce((sum, life) => sum + (life?.unloaded ?? 0), 0),
  };
}

function ioStatistics(call: FmsCall): FmsObject {
  const { pages } = call;
  const traffic = pages.traffic();
  const { clients } = pages.counts();
  const accepted = pages.requests().granted.connect;
  const messages = { in: 0, out: 0 };
  let byEdges = 0;
  for (const { messages: counted, clientsByEdge } of instancesIn(call, {})) {
    byEdges += clientsByEdge;
    messages.in += counted.received;
    messages.out += counted.sent;
  }
  return {
    msg_in: messages.in,
    msg_out: messages.out,
    bytes_in: traffic.received,
    bytes_out: traffic.sent,
    ...bandwidthOf(call, { name: 'server', age: sinceStart(call) }, traffic),
    server_bytes_in: 0,
    server_bytes_out: 0,
    reads: messages.in,
    writes: messages.out,
    connected: clients,
    total_connects: accepted,
    total_disconnects: accepted - clients,
    msg_dropped: dropped(call, {}),
    ...tunnelStatistics(call),
    ...kindsOfConnects(clients, byEdges, call.administrators()),
    ...SWF_VERIFICATION,
    ...RTMFP,
    total_threads: 1,
    working_threads: 1,
  };
}

function tunnelStatistics({ view }: FmsCall): FmsObject {
  const tunnels = view.tunnels();
  const sum = (of: (tunnel: RtmptTrafficSnapshot) => number): number =>
    tunnels.reduce((total, tunnel) => total + of(tunnel), 0);
  return {
    tunnel_bytes_in: sum(({ received }) => received),
    tunnel_bytes_out: sum(({ sent }) => sent),
    tunnel_requests: sum(({ requests }) => requests),
    tunnel_responses: sum(({ responses }) => responses),
    tunnel_idle_requests: sum(({ idleRequests }) => idleRequests),
    tunnel_idle_responses: sum(({ idleResponses }) => idleResponses),
  };
}

function sinceStart({ view }: FmsCall): number {
  return view.uptime() * 1000;
}

/** The virtual host that the parameters name; whoever is limited to one asks about that. */
function hostMeant(args: FmsArguments, { host, principal }: FmsCall): HostPlace {
  if (principal.virtualHost !== undefined) return host;
  return {
    adaptor: optionalText(args, 'adaptor') ?? host.adaptor,
    virtualHost: optionalText(args, 'vhost') ?? host.virtualHost,
  };
}

/** Messages that are kept are those of recorded media: live ones are shared and gone. */
function messageCache({ view }: FmsCall): FmsObject {
  const { hits, misses, bytes } = view.media().cache;
  return { allocated: misses, reused: hits, size: bytes };
}

function license(): FmsObject {
  return {
    name: 'Afterglow',
    edition: 'free software',
    type: 'unlimited',
    max_connections: UNLIMITED,
    max_bandwidth: UNLIMITED,
    max_adaptors: UNLIMITED,
    max_vhosts: UNLIMITED,
    max_cpu: UNLIMITED,
    key_details: [],
  };
}
