import type { AmfValue } from '../../src/amf/value.js';

/** A method of the administration API of FMS, as its reference has it. */
export interface FmsMethodCase {
  readonly method: string;
  /** Its parameters, in the order of RTMP, by the names that HTTP has for them. */
  readonly parameters: readonly (readonly [name: string, value: string | number | boolean])[];
  /** Names that `data` has; those of `a/b` in the member `a` of it. */
  readonly has?: readonly string[];
  /** It is not possible here, and this is said of it. */
  readonly refused?: RegExp;
}

const inst = ['appInst', 'live/_definst_'] as const;
const connects = ['normal_connects', 'virtual_connects', 'group_connects', 'service_connects', 'admin_connects'];
const io = ['msg_in', 'msg_out', 'msg_dropped', 'bytes_in', 'bytes_out'];
const rates = ['bw_in', 'bw_out', 'server_bytes_in', 'server_bytes_out'];
const visits = ['connected', 'total_connects', 'total_disconnects'];
const loaded = ['total_instances_loaded', 'total_instances_unloaded'];
const script = [
  ...['time_high_water_mark', 'queue_size', 'total_processed', 'total_process_time', 'queue_high_water_mark'],
  ...['memory_used', 'max_memory_used', 'gc_count'],
];
const ioStats = [
  ...[...io, ...rates, ...visits, ...connects, 'rtmp_connects', 'rtmfp_connects', 'service_requests', 'debug_connects'],
  ...['rtmfp_lookups', 'swf_verification_attempts', 'swf_verification_matches'],
  ...['reads', 'writes', 'tunnel_bytes_in', 'tunnel_bytes_out', 'tunnel_requests'],
  ...['tunnel_responses', 'tunnel_idle_requests', 'tunnel_idle_responses', 'total_threads', 'working_threads'],
];
const noGroup = /There is no edge connection/;
const none: FmsMethodCase['parameters'] = [];

/**
 * Every method of the reference, in an order in which they can be called of a server with somebody who publishes `news` in live/_definst_
 * and somebody who plays it, by an administrator.
 *
 * @param user the id of one of them
 * @param mark what tells the things that are made from those that another made before
 */
export function fmsMethods(user: string, mark: string): FmsMethodCase[] {
  const admin = ['user', `admin${mark}`] as const;
  const app = ['app', `made${mark}`] as const;
  return [
    { method: 'ping', parameters: none },
    {
      method: 'getServerStats',
      parameters: none,
      has: [
        'cpu_Usage',
        'memory_Usage',
        'launchTime',
        'uptime',
        'io',
        'msg_cache',
        'num_cores',
        'cpus',
        'physical_Mem',
        ...ioStats.map((name) => `io/${name}`),
        'msg_cache/allocated',
        'msg_cache/reused',
        'msg_cache/size',
      ],
    },
    { method: 'getIOStats', parameters: none, has: ioStats },
    { method: 'getMsgCacheStats', parameters: none, has: ['allocated', 'reused', 'size'] },
    { method: 'getFileCacheStats', parameters: none, has: ['total_files', 'entries', 'size_total', 'size_used'] },
    {
      method: 'getLicenseInfo',
      parameters: none,
      has: [
        'name',
        'edition',
        'max_connections',
        'max_bandwidth',
        'max_adaptors',
        'max_vhosts',
        'max_cpu',
        'key_details',
      ],
    },
    { method: 'getLicenseInfo2', parameters: none, has: ['name', 'max_connections'] },
    { method: 'getAdaptors', parameters: none },
    { method: 'getVHosts', parameters: [['adaptor', '_defaultRoot_']] },
    { method: 'getActiveVHosts', parameters: [['adaptor', '_defaultRoot_']] },
    { method: 'getActiveVHostStats', parameters: [['verbose', true]] },
    {
      method: 'getVHostStats',
      parameters: none,
      has: [...io, ...rates, ...visits, ...loaded, 'accepted', 'rejected', 'total_apps'],
    },
    { method: 'getApps', parameters: none },
    {
      method: 'getAppStats',
      parameters: [['app', 'live']],
      has: [
        ...io,
        ...visits,
        ...connects,
        ...loaded,
        'accepted',
        'rejected',
        'launch_time',
        'up_time',
        'bw_in',
        'bw_out',
        'service_requests',
        'debug_connects',
        'cores',
      ],
    },
    { method: 'getActiveInstances', parameters: none },
    {
      method: 'getInstanceStats',
      parameters: [inst],
      has: [
        ...io,
        ...visits,
        ...connects,
        'accepted',
        'rejected',
        'launch_time',
        'up_time',
        'pid',
        'core_id',
        'bw_in',
        'bw_out',
        'debug_connects',
        'swf_verification_attempts',
        ...script.map((name) => `script/${name}`),
      ],
    },
    { method: 'getScriptStats', parameters: [inst], has: ['name', ...script] },
    { method: 'getUsers', parameters: [inst], has: ['name'] },
    {
      method: 'getUserStats',
      parameters: [inst, ['userId', user]],
      has: [
        'name',
        ...io,
        'connect_time',
        'protocol',
        'stream_ids',
        ...['total_queues', 'audio', 'video', 'other'].map((name) => `msg_queue/${name}`),
      ],
    },
    { method: 'getLiveStreams', parameters: [inst] },
    {
      method: 'getLiveStreamStats',
      parameters: [inst, ['stream', 'news']],
      has: [
        'name',
        'subscribers',
        ...['name', 'time', 'type', 'client', 'stream_id', 'client_type', 'diffserv_bits', 'publish_time'].map(
          (name) => `publisher/${name}`,
        ),
      ],
    },
    { method: 'getNetStreams', parameters: [inst] },
    { method: 'getNetStreamStats', parameters: [inst, ['streamids', -1]] },
    { method: 'getRecordedStreams', parameters: [inst] },
    {
      method: 'getRecordedStreamStats',
      parameters: [inst, ['stream', 'film']],
      refused: /Nobody plays recorded media/,
    },
    { method: 'getSharedObjects', parameters: [inst], has: ['persistent', 'volatile'] },
    {
      method: 'getSharedObjectStats',
      parameters: [inst, ['sharedObject', 'board'], ['persistent', false]],
      refused: /There is no temporary shared object board/,
    },
    ...['getEdgeConnections', 'getGroups'].map((method) => ({ method, parameters: [inst] })),
    ...['getEdgeConnectionMembers', 'getEdgeConnectionStats', 'getGroupMembers', 'getGroupStats'].map((method) => ({
      method,
      parameters: [inst, ['groupId', 'none']] as const,
      refused: noGroup,
    })),
    { method: 'getServices', parameters: none },
    { method: 'getServiceStats', parameters: [['name', 'x']], refused: /no services/ },
    { method: 'getAdmins', parameters: none, has: ['server_admins', 'vhost_admins'] },
    { method: 'getAdminContext', parameters: none, has: ['admin_type', 'adaptor', 'vhost', 'connected'] },
    { method: 'addAdmin', parameters: [admin, ['pass', 'a first password'], ['scope', 'server']] },
    { method: 'changePswd', parameters: [admin, ['newpw', 'another password']] },
    { method: 'removeAdmin', parameters: [admin] },
    { method: 'addApp', parameters: [app] },
    { method: 'removeApp', parameters: [app] },
    {
      method: 'getConfig',
      parameters: [
        ['key', 'server/logging/level'],
        ['scope', '/'],
      ],
    },
    {
      method: 'getConfig2',
      parameters: [
        ['key', 'application/resourceLimits/maxClients'],
        ['scope', '_defaultRoot_/_defaultVHost_/live'],
      ],
    },
    {
      method: 'setConfig',
      parameters: [
        ['key', 'server/logging/level'],
        ['value', 'warn'],
        ['scope', '/'],
      ],
    },
    {
      method: 'setConfig2',
      parameters: [
        ['key', 'application/resourceLimits/maxClients'],
        ['value', 77],
        ['scope', '_defaultRoot_/_defaultVHost_/live'],
      ],
    },
    {
      method: 'addVHostAlias',
      parameters: [
        ['vhost', '_defaultVHost_'],
        ['alias', `alias${mark}.test`],
        ['persist', true],
      ],
    },
    {
      method: 'removeVHostAlias',
      parameters: [
        ['vhost', '_defaultVHost_'],
        ['alias', `alias${mark}.test`],
      ],
    },
    { method: 'restartVHost', parameters: [['vhost', '_defaultVHost_']] },
    { method: 'startVHost', parameters: [['vhost', '_defaultVHost_']] },
    { method: 'stopVHost', parameters: [['vhost', '_defaultVHost_']], refused: /runs as long as it is configured/ },
    { method: 'startServer', parameters: [['type', 'normal']], refused: /The server runs/ },
    { method: 'addLicense', parameters: [['key', 'x']], refused: /no licences/ },
    { method: 'removeLicense', parameters: [['key', 'x']], refused: /no licences/ },
    { method: 'approveDebugSession', parameters: [inst, ['debugId', 1]], refused: /no debug sessions/ },
    { method: 'gc', parameters: none },
    {
      method: 'broadcastMsg',
      parameters: [
        ['scope', 'AppInst:live/_definst_'],
        ['method', 'hello'],
      ],
    },
    { method: 'disconnect', parameters: [inst, ['userId', 'nobody']], refused: /no client nobody/ },
    { method: 'reloadApp', parameters: [['appInst', 'vod/_definst_']] },
    { method: 'unloadApp', parameters: [['appInst', 'vod/_definst_']] },
  ];
}

/** The parameters of a method for RTMP. */
export function rtmpParameters({ parameters }: FmsMethodCase): AmfValue[] {
  return parameters.map(([, value]) => value);
}
