import { commandFailed } from '../fms-answer.js';
import type { FmsCall } from '../fms-context.js';
import type { FmsMethods } from '../fms-method.js';
import type { FmsObject } from '../fms-value.js';
import { applicationsIn, dropped, instancesIn, kindsOfConnects, totalsOf } from './statistics.js';

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
        cpus: 1,
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
      return { total_files: playing, open_files: openFiles, size_total: budget, size_used: bytes, hits, misses };
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
    run: (_, call) => virtualHostStatistics(call),
  },
  getActiveVHostStats: {
    ...{ parameters: [['verbose'], ['adaptor']], needs: 'viewer' },
    run: ({ adaptor }, call) =>
      virtualHosts(call, adaptor).map(({ adaptor: owner, name }) => {
        const host = { adaptor: owner, virtualHost: name };
        return { vhost_name: name, ...virtualHostStatistics({ ...call, host }) };
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
  const totals = totalsOf(applications, instancesIn(call, host));
  const found = call.pages.virtualHosts().find((one) => one.adaptor === host.adaptor && one.name === host.virtualHost);
  const turnedAway = found?.turnedAway ?? 0;
  const lives = applications.map(({ name: application }) => uses.application({ ...host, application }));
  return {
    ...totals,
    rejected: Number(totals.rejected) + turnedAway,
    msg_dropped: dropped(call, host),
    total_apps: applications.length,
    total_instances_loaded: lives.reduce((sum, life) => sum + (life?.loaded ?? 0), 0),
    total_instances_unloaded: lives.reduce((sum, life) => sum + (life?.unloaded ?? 0), 0),
  };
}

function ioStatistics(call: FmsCall): FmsObject {
  const { pages } = call;
  const { received, sent } = pages.traffic();
  const { clients } = pages.counts();
  const accepted = pages.requests().granted.connect;
  const messages = { in: 0, out: 0 };
  let byEdges = 0;
  for (const { adaptor, name } of pages.virtualHosts()) {
    for (const { messages: counted, clientsByEdge } of instancesIn(call, { adaptor, virtualHost: name })) {
      byEdges += clientsByEdge;
      messages.in += counted.received;
      messages.out += counted.sent;
    }
  }
  return {
    msg_in: messages.in,
    msg_out: messages.out,
    bytes_in: received,
    bytes_out: sent,
    reads: messages.in,
    writes: messages.out,
    connected: clients,
    total_connects: accepted,
    total_disconnects: accepted - clients,
    msg_dropped: dropped(call, {}),
    tunnel_bytes_in: 0,
    tunnel_bytes_out: 0,
    tunnel_requests: 0,
    tunnel_responses: 0,
    tunnel_idle_requests: 0,
    tunnel_idle_responses: 0,
    ...kindsOfConnects(clients, byEdges),
    total_threads: 1,
    working_threads: 1,
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
