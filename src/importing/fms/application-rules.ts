import type { Rules } from './rules.js';
import { flag, folders, into, lower, none, text, to, unit, virtualDirectory, whole, words } from './rules.js';
import { mediaFolder } from './virtual-host-rules.js';

/** Application.xml; JSEngine, as it was called before 4.5, is ScriptEngine. `application.config` is looked for elsewhere. */
export const applicationRules: Rules = {
  LoadOnStartup: to('loadOnStartup', flag),
  MaxAppIdleTime: to('maxAppIdleTime', unit('s')),
  DisallowedProtocols: into('disallowedProtocols', words),
  AllowHTTPTunnel: into('disallowedProtocols', ({ value }) =>
    /^false$/i.test(value) ? ['rtmpt', 'rtmpts', 'rtmpte'] : undefined,
  ),
  'ScriptEngine/ScriptLibPath': to('script.libraries', folders),
  'ScriptEngine/MaxTimeOut': to('script.maxTime', (value) => (Number(value) > 0 ? `${Number(value)}s` : undefined)),
  'ScriptEngine/RuntimeSize': none(
    'script.memory bounds the memory of all instances of an application together.',
    '1024',
    '20480',
  ),
  'ScriptEngine/FileObject/VirtualDirectory': into('script.fileFolders', (setting) => {
    const folder = virtualDirectory(setting, 'name');
    return folder && [folder];
  }),
  'ScriptEngine/Security/RPC@enable': none(
    'Remote servers may call what the script defines, and nothing else.',
    'false',
  ),
  'ScriptEngine/Config/': none('', '*'),
  'ScriptEngine/ApplicationObject/': none('', '*'),
  'ScriptEngine/': none('', '*'),
  'StreamManager/StorageDir': to('streamManager.storageDir', text),
  'StreamManager/VirtualDirectory/Streams': into('streamManager.streams', mediaFolder),
  'StreamManager/VirtualDirectory/Streams@': none('', '*'),
  'StreamManager/EnhancedSeek': to('streamManager.enhancedSeek', flag),
  'StreamManager/SendDuplicateStart': to('streamManager.sendDuplicateStart', flag),
  'StreamManager/SendDuplicateOnMetaData': to('streamManager.sendDuplicateOnMetaData', (value) =>
    /^once$/i.test(value) ? 'once' : flag(value),
  ),
  'StreamManager/Recording/MaxSize': to('streamManager.recording.maxSize', unit('KiB', -1)),
  'StreamManager/Recording/MaxDuration': to('streamManager.recording.maxDuration', unit('s', '0s')),
  'StreamManager/Recording/MaxSizeCap': to('streamManager.recording.maxSizeCap', unit('KiB', -1)),
  'StreamManager/Recording/MaxDurationCap': to('streamManager.recording.maxDurationCap', unit('s', '0s')),
  'StreamManager/Live/Queue/MaxQueueDelay': to('streamManager.live.queue.maxQueueDelay', unit('ms')),
  'StreamManager/Live/Queue/MaxQueueSize': none('', '*'),
  'StreamManager/Live/Queue@enabled': to('streamManager.live.queue.maxQueueDelay', (value) =>
    flag(value) === false ? '0s' : undefined,
  ),
  'StreamManager/Live/PublishTimeout': to('streamManager.live.publishTimeout', unit('ms')),
  'StreamManager/Live/EraseOnPublish': to('streamManager.live.eraseOnPublish', flag),
  'StreamManager/Live/AccumulatedIFrames/MaxTime': to('streamManager.live.accumulatedIFrames.maxTime', unit('ms')),
  'StreamManager/Live/AccumulatedIFrames/MaxSize': to('streamManager.live.accumulatedIFrames.maxSize', positive),
  'StreamManager/DuplicateDir': none('There is no second folder of recordings: copy them, or let a hook do so.', ''),
  'StreamManager/': none('', '*'),
  'SharedObjManager/StorageDir': to('sharedObjManager.storageDir', text),
  'SharedObjManager/ResyncDepth': to('sharedObjManager.resyncDepth', whole),
  'SharedObjManager/LockTimeOut': to('sharedObjManager.lockTimeOut', unit('s')),
  'SharedObjManager/AutoCommit': to('sharedObjManager.autoCommit.enable', flag),
  'SharedObjManager/MaxProperties': to('sharedObjManager.maxProperties', positive),
  'SharedObjManager/MaxPropertySize': to('sharedObjManager.maxPropertySize', unit('KiB')),
  'SharedObjManager/DuplicateDir': none('There is no second folder of shared objects: copy them.', ''),
  'SharedObjManager/': none('', '*'),
  'Client/Bandwidth/ServerToClient': to('client.bandwidth.serverToClient', whole),
  'Client/Bandwidth/ClientToServer': to('client.bandwidth.clientToServer', whole),
  'Client/BandwidthCap/': none(
    'It bounded what scripts may set. client.bandwidthCap is another thing: it bounds what clients use.',
    '5000000',
    '100000000',
  ),
  'Client/BandwidthCap@': none('', '*'),
  'Client/OutChunkSize': to('client.outChunkSize', whole),
  'Client/AggregateMessages@enabled': to('client.aggregateMessages', flag),
  'Client/BandwidthDetection@enabled': to('client.bandwidthDetection.enabled', flag),
  'Client/BandwidthDetection/MaxRate': to('client.bandwidthDetection.maxRate', whole),
  'Client/BandwidthDetection/DataSize': to('client.bandwidthDetection.dataSize', unit('B')),
  'Client/BandwidthDetection/MaxWait': to('client.bandwidthDetection.maxWait', unit('s')),
  'Client/Access/AudioSampleAccess@enabled': to('client.access.audioSampleAccess', flag),
  'Client/Access/VideoSampleAccess@enabled': to('client.access.videoSampleAccess', flag),
  'Client/Access/FolderAccess': none('Folders are always compared by whole names.', 'false', 'true'),
  'Client/MsgQueue/Recorded/MinBufferTime': to('client.msgQueue.recorded.minBufferTime', unit('ms')),
  'Client/': none('', '*'),
  'SWFVerification@enabled': to('swfVerification.enabled', flag),
  'SWFVerification/SWFFolder': to('swfVerification.swfFolder', text),
  'SWFVerification/DirLevelSWFScan': to('swfVerification.dirLevelSWFScan', whole),
  'SWFVerification/FirstHashTimeout': to('swfVerification.firstHashTimeout', unit('s')),
  'SWFVerification/Cache/UpdateInterval': to('swfVerification.updateInterval', unit('m')),
  'SWFVerification/ConnectionBlocking@enabled': to('swfVerification.connectionBlocking', flag),
  'SWFVerification/UserAgentExceptions/Exception@from': none(
    'swfVerification.userAgentExceptions knows beginnings of names (FMLE/), no ranges of versions.',
    '',
  ),
  'SWFVerification/': none('', '*'),
  'HTTP/Proxy/Host': none('Scripts ask web servers directly: there is no proxy between.', ''),
  'HTTP/': none('', '*'),
  'Process/': none('', '*'),
  'Debug/': none('', '*'),
  'Logging/': none('', '*'),
};

function positive(value: string): number | undefined {
  const number = whole(lower(value));
  return number === undefined || number < 0 ? undefined : number;
}
