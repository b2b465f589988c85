import type { FmsSetting } from './settings-file.js';
import type { Rules } from './rules.js';
import { flag, folders, into, lower, none, to, toIf, unit, virtualDirectory, whole, without, words } from './rules.js';

/** Vhost.xml: what our vhost.yaml has, and what stands in the application.yaml beside it. */
export const virtualHostRules: Rules = {
  'AliasList/Alias@name': into('aliasList', ({ value }) => (value === '' ? undefined : [value])),
  'AliasList/Alias': none('', '*'),
  AppsDir: to('appsDir', folders),
  Allow: into('allow', words),
  'ResourceLimits/MaxConnections': to('resourceLimits.maxConnections', whole),
  'ResourceLimits/MaxAppInstances': to('resourceLimits.maxAppInstances', whole),
  'ResourceLimits/MaxStreams': to('resourceLimits.maxStreams', whole),
  'ResourceLimits/MaxSharedObjects': to('resourceLimits.maxSharedObjects', whole),
  'ResourceLimits/MaxEdgeConnections': none('Counted with all others: resourceLimits.maxConnections.', '-1'),
  'ResourceLimits/': none('', '*'),
  'VirtualKeys/Key': into('virtualKeys', ({ value, attributes }) =>
    value === '' ? undefined : [{ from: attributes.get('from') ?? '', to: attributes.get('to') ?? '', key: value }],
  ),
  'VirtualKeys/Key@': none('', '*'),
  'VirtualDirectory/Streams': into('application:streamManager.streams', mediaFolder),
  'VirtualDirectory/Streams@': none('', '*'),
  'Proxy/Mode': to('application:proxy.mode', lower),
  'Proxy/Anonymous': to('application:proxy.anonymous', flag),
  'Proxy/RequestTimeout': to('application:proxy.requestTimeout', unit('s')),
  'Proxy/RouteTable/RouteEntry': into('application:proxy.routeTable', route),
  'Proxy/RouteTable/RouteEntry@': none('', '*'),
  // Of all routes that do not say it themselves.
  'Proxy/RouteTable@protocol': none('', '*'),
  'Proxy/CacheDir/Path': toIf('enabled', 'server:originCache.dir', (value) => value),
  'Proxy/CacheDir/MaxSize': toIf('enabled', 'server:originCache.maxSize', unit('GiB', '100000GiB')),
  'Proxy/CacheDir@': none('', '*'),
  'Proxy/LocalAddress': none('Outgoing connections leave by the address that the system chooses.', ''),
  'Proxy/EdgeAutoDiscovery/Enabled': none(
    'Name the servers of the cluster in a route: the first that answers is used.',
    'false',
  ),
  'Proxy/EdgeAutoDiscovery/': none('', '*'),
  ...without({
    'Proxy/AggregateMessages@enabled': 'true',
    'Proxy/AggregateMessages/MaxAggMsgSize': '65536',
  }),
  'Logging/Access/Checkpoints@enable': none('For all alike: logging.access.checkpoints of server.yaml.', '', 'false'),
  'Logging/Access/Checkpoints/': none('', '*'),
  'AutoCloseIdleClients@enable': none('For all virtual hosts alike: autoCloseIdleClients of server.yaml.', 'false'),
  'AutoCloseIdleClients/': none('', '*'),
};

/** `prefix;folder`, with the key of the players that it is for. */
export function mediaFolder(setting: FmsSetting): readonly unknown[] | undefined {
  const directory = virtualDirectory(setting, 'prefix');
  const key = setting.attributes.get('key');
  return directory && [key === undefined || key === '' ? directory : { ...directory, virtualKey: key }];
}

/** FMS servers are linked by RTMP; ours would try a link. */
function route({ value, attributes, parent }: FmsSetting): string[] | undefined {
  if (value === '') return undefined;
  const [from = '', ...targets] = value.split(';').map((part) => part.trim());
  const way = [attributes.get('protocol'), parent.get('protocol')].find((protocol) => protocol) ?? 'rtmp';
  return [[from, ...targets.map((target) => (target === 'null' ? target : `${way}://${target}`))].join(';')];
}
