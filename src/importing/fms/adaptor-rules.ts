import type { FmsSetting } from './settings-file.js';
import type { Rules } from './rules.js';
import { flag, into, lower, none, text, to, unit, whole, without, words } from './rules.js';

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
    'The server answers HTTP itself; what else the web server there has needs an address of its own.',
    ...['', ':8134', ':8080'],
  ),
  'HTTPTunnel/HttpProxy@': none('', '*'),
  'HTTPTunnel/HttpProxy/': none('', '*'),
  'HTTPTunnel/Redirect@enable': none('The server answers HTTP itself.', 'false'),
  'HTTPTunnel/Redirect@': none('', '*'),
  'HTTPTunnel/Redirect/': none('', '*'),
  ...without({
    'HTTPTunnel/WriteBufferSize': '16',
    'HTTPTunnel/SetCookie': 'false',
    'HTTPTunnel/NeedClose': 'true',
    'HTTPTunnel/MaxWriteDelay': '20',
    'HTTPTunnel/MinWriteDelay': '12',
    'HTTPTunnel/MaxHeaderLineLength': '1024',
  }),
  ...edgeTunnel(),
  'SSL/SSLServerCtx/SSLCertificateFile': none('', '*'),
  'SSL/SSLServerCtx/SSLCertificateKeyFile': none('', '*'),
  'SSL/SSLServerCtx/SSLPassPhrase': none(
    'Keys with a pass phrase are not read: openssl pkey -in key.pem -out plain.pem',
    '',
  ),
  'SSL/SSLServerCtx/SSLCertificateKeyFile@type': none('Keys are read as PEM: openssl rsa -inform DER', '', 'PEM'),
  ...without({
    'SSL/SSLServerCtx/SSLCipherSuite': 'ALL:!ADH:!LOW:!EXP:!MD5:@STRENGTH',
    'SSL/SSLServerCtx/SSLSessionTimeout': '5',
  }),
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

/** One of several processes of an adaptor; those that say what the adaptor says need no word. */
function edgeTunnel(): Rules {
  const says = 'All addresses of an adaptor have the same httpTunneling; make an adaptor of its own for this one.';
  const shipped = { Enable: 'true', IdlePostInterval: '512', IdleAckInterval: '512', MimeType: 'application/x-fcs' };
  return {
    ...Object.fromEntries(
      Object.entries(shipped).map(([name, value]) => [`HTTPTunnel/Edge/${name}`, none(says, '', value)]),
    ),
    'HTTPTunnel/Edge/': none('', '*'),
    'HTTPTunnel/Edge@': none('', '*'),
  };
}

/** `[host]:port[,port…]`, where a `-` before a port is for TLS; without ports 1935. */
function addresses({ value }: FmsSetting): string[] {
  const colon = value.lastIndexOf(':');
  const host = colon < 0 ? value : value.slice(0, colon);
  const ports = colon < 0 ? '' : value.slice(colon + 1);
  return (ports.trim() === '' ? '1935' : ports).split(',').map((port) => `${host.trim()}:${port.trim()}`);
}
