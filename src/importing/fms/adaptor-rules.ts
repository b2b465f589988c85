import type { FmsSetting } from './settings-file.js';
import type { Rules } from './rules.js';
import { flag, into, lower, none, text, to, unit, whole, words } from './rules.js';

/** Adaptor.xml. The certificate and its key are looked for together, elsewhere. */
export const adaptorRules: Rules = {
  'HostPortList/HostPort': into('hostPortList', addresses),
  'HostPortList/HostPort@': none('', '*'),
  Allow: into('allow', words),
  Deny: into('deny', words),
  Order: to('order', lower),
  'HTTPTunnel/Enable': to('httpTunneling.enable', (value) => !/^false$/i.test(value)),
  'HTTPTunnel/NodeID': to('httpTunneling.nodeId', text),
  'HTTPTunnel/IdlePostInterval': to('httpTunneling.idlePostInterval', unit('ms')),
  'HTTPTunnel/IdleAckInterval': to('httpTunneling.idleAckInterval', unit('ms')),
  'HTTPTunnel/IdleTimeout': to('httpTunneling.idleTimeout', unit('s')),
  'HTTPTunnel/MimeType': to('httpTunneling.mimeType', text),
  'HTTPTunnel/MaxPipelinedRequests': to('httpTunneling.maxPipelinedRequests', whole),
  'HTTPTunnel/HttpProxy/Host': none(
    'The server answers HTTP itself; what else a web server has needs an address of its own.',
    '*',
  ),
  'HTTPTunnel/Redirect@enable': none('The server answers HTTP itself.', 'false'),
  'HTTPTunnel/': none('', '*'),
  'SSL/SSLServerCtx/SSLCertificateFile': none('', '*'),
  'SSL/SSLServerCtx/SSLCertificateKeyFile': none('', '*'),
  'SSL/SSLServerCtx/SSLPassPhrase': none(
    'Keys with a pass phrase are not read: openssl pkey -in key.pem -out plain.pem',
    '',
  ),
  'SSL/': none('', '*'),
  'HTTPIdent@enable': to('httpIdent.enable', flag),
  'HTTPIdent2@enable': to('httpIdent2.enable', flag),
  'HTTPNull@enable': none('GET / answers with the landing page.', 'true', 'false'),
  'HTTPUserInfo@enable': none('There is no counterpart of /fcs/uInfo.', 'false'),
  'HTTPUserInfo/': none('', '*'),
  HTTPIdent: none('', '*'),
  'HTTPIdent/': none('', '*'),
  'RTMP/RTMPE@enabled': to('rtmpe.enabled', flag),
  'RTMP/': none('', '*'),
  'RTMFP@enable': none(
    'RTMFP is not spoken: such clients fall back to RTMP or RTMPT if their program lets them.',
    'false',
  ),
  'RTMFP/': none('', '*'),
  'ResourceLimits/': none('', '*'),
  EnableAltVhost: none('The virtual host is chosen by the name in the address alone.', '', 'false'),
};

/** `[host]:port[,port…]`, where a `-` before a port is for TLS; without ports 1935. */
function addresses({ value }: FmsSetting): string[] {
  const colon = value.lastIndexOf(':');
  const host = colon < 0 ? value : value.slice(0, colon);
  const ports = colon < 0 ? '' : value.slice(colon + 1);
  return (ports.trim() === '' ? '1935' : ports).split(',').map((port) => `${host.trim()}:${port.trim()}`);
}
