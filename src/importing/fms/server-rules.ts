import type { Rules } from './rules.js';
import { flag, none, text, to, toIf, unit, whole, without } from './rules.js';

const processes = 'Afterglow is one process, with a thread for each application that has a script.';
const threads = 'Threads, pools and queues of FMS: Afterglow has none to set.';

const logs = ['access', 'application', 'diagnostic'] as const;
const zone = (value: string): string => (/^(?:utc|gmt)$/i.test(value) ? 'utc' : 'local');

/** Server.xml. What is not named here has no counterpart. */
export const serverRules: Rules = {
  'AdminServer/HostPort': to('adminServer.hostPort', loopbackIfAnywhere),
  'AdminServer/AdminElem': to('adminServer.fms.adminElem', flag),
  'AdminServer/Allow': none('The administration is bound to one address, and everybody needs a login.', '', 'all'),
  'AdminServer/Deny': none('The administration is bound to one address, and everybody needs a login.', ''),
  'AdminServer/': none('', '*'),
  'AutoCloseIdleClients@enable': to('autoCloseIdleClients.enable', flag),
  'AutoCloseIdleClients/CheckInterval': to('autoCloseIdleClients.checkInterval', unit('s')),
  'AutoCloseIdleClients/MaxIdleTime': to('autoCloseIdleClients.maxIdleTime', unit('s')),
  'ResourceLimits/FLVCache/MaxSize': to('recordedCache.maxSize', unit('MiB')),
  'ResourceLimits/Protocol/RTMP/Edge/MaxConnectionRate': to('adaptor:resourceLimits.maxConnectionRate', whole),
  'ResourceLimits/RecBuffer/MaxFlushTime': none(
    'Recordings are written every second: streamManager.recording.flushInterval of application.yaml.',
    '5',
  ),
  'ResourceLimits/': none('', '*'),
  'Logging/Access/Enable': to('logging.access.enable', flag),
  'Logging/Application/Enable': to('logging.application.enable', flag),
  'Logging/Diagnostic/Enable': to('logging.diagnostic.enable', flag),
  'Logging/Time': logs.map((log) => to(`logging.${log}.time`, zone)),
  'Logging/Access/Checkpoints@enable': to('logging.access.checkpoints', (value) => (flag(value) ? '1h' : undefined)),
  'Logging/Access/Checkpoints/LogInterval': toIf('enable', 'logging.access.checkpoints', unit('s')),
  'Logging/Access/Checkpoints/': none('', '*'),
  'Logging/Access/Scope': none('There is one access log for all virtual hosts.', 'server'),
  ...without({
    'Logging/AuthEvent/Enable': 'true|false',
    'Logging/AuthMessage/Enable': 'true|false',
    'Logging/FileIO/Enable': 'true|false',
    'Logging/RetryNumber': '0',
    'Logging/RetrySleep': '100',
    'Logging/RecordsNumber': '-1',
    'Logging/TerminatingCharacters': 'CRLF|LF|CR',
  }),
  'SWFVerification/SWFFolder': none('Name it in swfVerification.swfFolder of the applications that verify.', ''),
  'SWFVerification/': none('', '*'),
  'Security/LoginLimits/': none('Failed logins are slowed down here by rules of its own.', ...['', '3', '30', '300']),
  'Security/VirtualDirectoryForFile@enable': none('', '*'),
  'Security/VirtualDirectoryForFile': none('', '*'),
  'Security/MaxUrlLength': none('Bounded by the size of a message: rtmp.maxMessageSize of adaptor.yaml.', ''),
  'Process/UID': none('Start the server as this user: packaging/afterglow.service does.', ''),
  'Process/GID': none('Start the server as this group: packaging/afterglow.service does.', ''),
  Mask: none('UMask of the unit says it: packaging/afterglow.service.', '017'),
  'Process/': none(processes, ''),
  'Plugins/FilePlugin': none('', '*'),
  'Plugins/': none('There are no plug-ins: hooks and scripts do what they did.', '*'),
  'Httpd@enabled': none('HTTP is part of the server: http of server.yaml.', 'true', 'false'),
  'Httpd/': none('', '*'),
  'Streams/': none('', '*'),
  'ScriptAdaptors/': none('', '*'),
  'SSL/SSLClientCtx/SSLCACertificateFile': none('restream.caFile and script connections have files of their own.', ''),
  'SSL/': none('', '*'),
  LicenseInfo: none('', '*'),
  LicenseInfoEx: none('', '*'),
  ReadBufferSize: none(threads, '4096'),
  'NetworkingIPv6@enable': none('IPv6 is always there.', 'true', 'false'),
  CrossDomainPath: none('server.http.cors says which pages may read what is served.', ''),
  Localhost: none('', '*'),
  PublicIP: none('httpIdent2.address of adaptor.yaml is what clients of RTMPT are told.', ''),
};

/** Logger.xml. */
export const loggerRules: Rules = {
  ...rotation('Access', 'access'),
  ...rotation('Application', 'application'),
  ...rotation('Diagnostic', 'diagnostic'),
  'Access/Events': to('logging.access.events', listed),
  'Access/Fields': to('logging.access.fields', listed),
  'Access/FileName': none('It is called access.log; what is full is kept with its date.', '', 'access.[NN].log'),
  ...without({ 'Access/Delimiter': '', 'Access/QuoteFields': 'disable', 'Access/EscapeFields': 'enable' }),
  'Access/': none('', '*'),
  'Application/': none('', '*'),
  'Diagnostic/': none('', '*'),
  'AuthEvent/': none('', '*'),
  'AuthMessage/': none('', '*'),
  'FileIO/': none('', '*'),
};

function rotation(log: string, ours: string): Rules {
  return {
    [`${log}/Rotation/MaxSize`]: to(`logging.${ours}.rotation.maxSize`, unit('KiB')),
    [`${log}/Rotation/Schedule@type`]: to(`logging.${ours}.rotation.every`, (value) =>
      /^(?:hourly|daily|weekly)$/i.test(value) ? value.toLowerCase() : undefined,
    ),
    [`${log}/Rotation/Schedule`]: none('A day ends at midnight.', '', '00:00', '0'),
    [`${log}/Rotation/Rename`]: none('', '*'),
    [`${log}/Time`]: to(`logging.${ours}.time`, zone),
    [`${log}/Directory`]: none('Logs lie in logs of the data folder (--data).', ''),
    [`${log}/LogServer@enable`]: none('Nothing is sent to a server of logs: let an agent read the files.', 'false'),
    [`${log}/Rotation/History`]: to(`logging.${ours}.rotation.history`, whole),
  };
}

/** `*` is all, which is what ours are without a list. */
function listed(value: string): string[] | undefined {
  return value === '*' ? undefined : value.split(/[;\s]+/).filter((item) => item !== '');
}

/** FMS listened everywhere; the console is opened to the network by who wants that, and says so. */
function loopbackIfAnywhere(value: string): string {
  return text(value.startsWith(':') ? `127.0.0.1${value}` : value);
}
