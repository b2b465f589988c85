import type { ApiClass } from './api-class.js';
import { members } from './api-class.js';

const sameBytes = 'both count what has arrived as a whole: 0 and -1 before';
const secure = '`tls://` before the host: by TLS';
const upgrade = 'goes on by TLS; the certificate must name the host, or the one that is given';
const loaded = 'of the answer of a web server; a status from 400 on is a failure';

/** Classes for files, web servers, sockets, XML and bytes, and those that `load` brings. */
export const libraryClasses: readonly ApiClass[] = [
  {
    name: 'File',
    since: 'FMS 2',
    note:
      'Paths begin in the folder of the application, or in one of `script.fileFolders`; `.`, `..`, `\\` and links that lead ' +
      'out are refused. `text` and `utf8` are UTF-8. `create` empties what is there; `write` does not. Nothing is replaced by ' +
      '`copyTo`, `renameTo` and `mkdir`.',
    members: [
      ...members('property', 'FMS 2', 'canAppend canRead canReplace canWrite creationTime exists isDirectory isFile'),
      ...members('property', 'FMS 2', 'isOpen lastModified length mode name position type'),
      ...members('method', 'FMS 2', 'open close flush eof read readByte readln write writeln writeAll writeByte'),
      ...members('method', 'FMS 2', 'readAll', 'of a binary file an array of bytes, 16 MB at most'),
      ...members('method', 'FMS 2', 'seek', 'from where it is'),
      ...members('method', 'FMS 2', 'copyTo renameTo remove mkdir list toString'),
    ],
  },
  {
    name: 'LoadVars',
    since: 'FMS 2',
    note: 'Private addresses are asked only as far as `script.outgoing.allow` says.',
    members: [
      ...members('property', 'FMS 2', 'contentType loaded'),
      ...members('method', 'FMS 2', 'addRequestHeader decode load send sendAndLoad toString'),
      ...members('method', 'FMS 2', 'getBytesLoaded getBytesTotal', sameBytes),
      ...members('method', 'FMS 2', 'onData', 'may be replaced'),
      ...members('handler', 'FMS 2', 'onHTTPStatus'),
      ...members('handler', 'FMS 2', 'onLoad', loaded),
    ],
  },
  {
    name: 'XML',
    since: 'FMS 2',
    note: 'The one of ActionScript 2. Documents have 16 million characters at most, and 512 elements within one another.',
    members: [
      ...members('property', 'FMS 2', 'contentType docTypeDecl ignoreWhite loaded status xmlDecl'),
      ...members('method', 'FMS 2', 'addRequestHeader createElement createTextNode parseXML load send sendAndLoad'),
      ...members('method', 'FMS 2', 'getBytesLoaded getBytesTotal', sameBytes),
      ...members('method', 'FMS 2', 'onData', 'may be replaced'),
      ...members('handler', 'FMS 2', 'onHTTPStatus'),
      ...members('handler', 'FMS 2', 'onLoad', loaded),
    ],
  },
  {
    name: 'XMLNode',
    since: 'FMS 2',
    members: [
      ...members('property', 'FMS 2', 'attributes childNodes firstChild lastChild nextSibling previousSibling'),
      ...members('property', 'FMS 2', 'parentNode nodeName nodeType nodeValue localName namespaceURI prefix'),
      ...members('method', 'FMS 2', 'appendChild insertBefore removeNode cloneNode hasChildNodes toString'),
      ...members('method', 'FMS 2', 'getNamespaceForPrefix getPrefixForNamespace'),
    ],
  },
  {
    name: 'XMLSocket',
    since: 'FMS 2',
    note: '`new XMLSocket("stream")` makes an XMLStreams.',
    members: [
      ...members('property', 'FMS 2', 'maxUnprocessedChars', 'bytes, 1 MB unless the script says otherwise'),
      ...members('method', 'FMS 2', 'connect', secure),
      ...members('method', 'FMS 2', 'send close'),
      ...members('method', 'FMS 2', 'onData', 'may be replaced'),
      ...members('method', 'Afterglow', 'startTls', upgrade),
      ...members('handler', 'FMS 2', 'onConnect onClose onXML'),
      ...members('handler', 'Afterglow', 'onSecure', 'what `startTls` asked for stands'),
    ],
  },
  {
    name: 'XMLStreams',
    since: 'FMS 2',
    note: 'The script sends the opening tag of the stream itself. `onXML` hears that of the server, then each stanza.',
    members: [
      ...members('property', 'FMS 2', 'maxUnprocessedChars', 'of the next connect'),
      ...members('method', 'FMS 2', 'connect', `${secure}; \`flash\`: a zero byte follows on what is sent`),
      ...members('method', 'FMS 2', 'send close'),
      ...members('method', 'FMS 2', 'onData', 'may be replaced'),
      ...members('method', 'Afterglow', 'startTls', `${upgrade}, as STARTTLS of XMPP has it`),
      ...members('handler', 'FMS 2', 'onConnect onClose onXML'),
      ...members('handler', 'Afterglow', 'onSecure', 'what `startTls` asked for stands'),
    ],
  },
  {
    name: 'ByteArray',
    since: 'FMS 4',
    note: 'Bytes are members too: `bytes[0]`. 64 MB at most.',
    members: [
      ...members('property', 'FMS 4', 'bytesAvailable endian length objectEncoding position'),
      ...members('method', 'FMS 4', 'clear readBoolean readByte readBytes readDouble readFloat readInt readObject'),
      ...members(
        'method',
        'FMS 4',
        'readShort readUnsignedByte readUnsignedInt readUnsignedShort readUTF readUTFBytes',
      ),
      ...members('method', 'FMS 4', 'writeBoolean writeByte writeBytes writeDouble writeFloat writeInt writeObject'),
      ...members('method', 'FMS 4', 'writeShort writeUnsignedInt writeUTF writeUTFBytes toString'),
      ...members('method', 'FMS 4', 'readMultiByte writeMultiByte', 'UTF-8, or a byte for each character'),
      ...members('method', 'FMS 4', 'compress uncompress', 'zlib'),
      { name: 'inflate', kind: 'method', since: 'FMS 4', absent: 'it never was there; use uncompress' },
      { name: 'deflate', kind: 'method', since: 'FMS 4', absent: 'it never was there; use compress' },
    ],
  },
  {
    name: 'SHA256',
    since: 'FMS 4',
    made: 'new SHA256()',
    members: [
      ...members('static', 'FMS 4', 'computeDigest', 'of a ByteArray, in hexadecimal'),
      ...members('method', 'Afterglow', 'update digest hash', 'in hexadecimal, of a ByteArray or a text'),
    ],
  },
  {
    name: 'Log',
    since: 'FMS 2',
    members: [
      ...members('static', 'FMS 2', 'NONE BRIEF VERBOSE DEBUG'),
      ...members('method', 'FMS 2', 'logInfo logDebug'),
      ...members('method', 'FMS 2', 'onLog', 'may be replaced; it writes to the log of the application'),
    ],
  },
  {
    name: 'NetServices',
    since: 'FCS 1',
    made: 'NetServices',
    note:
      'With `load("netservices.asc")`, which gives NetConnection `getService` and `setCredentials`, too. Calls are AMF0, ' +
      'all of one turn in one packet. `netdebug.asc` is there and does nothing.',
    members: members('method', 'FCS 1', 'setDefaultGatewayUrl createGatewayConnection'),
  },
  {
    name: 'RecordSet',
    since: 'FCS 1',
    note:
      'With `load("netservices.asc")`. Rows that the gateway keeps are asked for as `setDeliveryMode` says; until they are all ' +
      'there nothing can be added, removed or sorted.',
    members: [
      ...members('property', 'FCS 1', 'items'),
      ...members('method', 'FCS 1', 'addItem addItemAt addView filter getColumnNames getItemAt getLength'),
      ...members('method', 'FCS 1', 'getNumberAvailable isFullyPopulated removeAll removeItemAt removeView getItemID'),
      ...members('method', 'FCS 1', 'replaceItemAt setField sort sortItemsBy isLocal'),
      ...members('method', 'FCS 1', 'setDeliveryMode', '`ondemand`, `fetchall`, `page`'),
    ],
  },
  {
    name: 'WebService',
    since: 'FMS 2',
    note:
      'With `load("webservices/WebServices.asc")`: WSDL 1.1 and SOAP 1.1 over HTTP, document and rpc. Every other member is an ' +
      'operation, which answers a SOAPCall. What a WSDL and its schemas import is read, too.',
    members: members('handler', 'FMS 2', 'onLoad onFault'),
  },
  {
    name: 'SOAPCall',
    since: 'FMS 2',
    made: 'new SOAPCall("x")',
    members: [
      ...members('property', 'FMS 2', 'request response', 'XML'),
      ...members('handler', 'FMS 2', 'onResult onFault'),
    ],
  },
  {
    name: 'SOAPFault',
    since: 'FMS 2',
    made: 'new SOAPFault()',
    members: members('property', 'FMS 2', 'faultcode faultstring faultactor detail'),
  },
  {
    name: 'FCComponent',
    since: 'FCS 1',
    note:
      'With `load("components.asc")`, which brings `application.onConnectAccept`, `onConnectReject` and ' +
      '`gFrameworkFC.getClientGlobals(client)`, too. Clients call `className/name/method`. The components that came with the ' +
      'server (chat, people list, …) are not here.',
    members: members('method', 'FCS 1', 'init getPrefix getClientGlobals', 'ours: those of the original are not known'),
  },
];
