import type { ApiClass } from './api-class.js';
import { members } from './api-class.js';

const noPeers = 'empty: there is no RTMFP';
const noGroup = 'kept, and without effect: there are no groups of peers';
const noGroupDone = 'does nothing: there are no groups of peers';
const noGroupThrown = 'throws: there are no groups of peers';
const onlyName = 'The name is there, and `new` throws: only a group of peers makes them, and there are none (RTMFP).';

/** Classes for other servers, and for groups of peers, of which there are none. */
export const connectionClasses: readonly ApiClass[] = [
  {
    name: 'NetConnection',
    since: 'FCS 1',
    made: 'new NetConnection()',
    members: [
      ...members('property', 'FCS 1', 'isConnected uri'),
      ...members('property', 'FMS 3', 'objectEncoding'),
      ...members('property', 'FMS 4', 'farID farNonce nearAddress nearID nearNonce', noPeers),
      ...members('property', 'FMS 4', 'rtmfpBindAddresses rtmfpEndpointName', noPeers),
      ...members('method', 'FCS 1', 'connect', '`rtmp`, `rtmps`; `http` and `https` for Flash Remoting'),
      ...members('method', 'FCS 1', 'call close'),
      ...members('method', 'FCS 1', 'getService setCredentials', 'with `load("netservices.asc")`'),
      ...members('method', 'FCS 1', 'addHeader', 'of Flash Remoting; over RTMP it warns in the log'),
      ...members('handler', 'FCS 1', 'onStatus'),
    ],
  },
  {
    name: 'NetStream',
    since: 'FMS 3',
    note: 'It publishes to the server of a NetConnection that was told to connect before. It cannot play, as it never could.',
    members: [
      ...members('property', 'FMS 3', 'bufferTime time'),
      ...members('property', 'FMS 4', 'multicastInfo dataReliable audioReliable videoReliable', noGroup),
      ...members('property', 'FMS 4', 'multicastPushNeighborLimit multicastWindowDuration', noGroup),
      ...members('property', 'FMS 4', 'multicastRelayMarginDuration multicastAvailabilityUpdatePeriod', noGroup),
      ...members('property', 'FMS 4', 'multicastFetchPeriod multicastAvailabilitySendToAll', noGroup),
      ...members('method', 'FMS 3', 'attach send close'),
      ...members('method', 'FMS 3', 'publish', 'how much the other server records is asked of it; it decides'),
      ...members('method', 'FMS 3', 'setBufferTime', 'with more than that waiting, pictures are left out'),
      ...members('handler', 'FMS 3', 'onStatus'),
    ],
  },
  {
    name: 'ProxyStream',
    since: 'FMS 3.5',
    made: 'ProxyStream.get("table")',
    note:
      'Recorded media of any server that speaks RTMP, fetched as it is played and kept in memory alone. What is here under that ' +
      'name comes first. Live streams: `Stream.play`.',
    members: [
      ...members('static', 'FMS 3.5', 'get'),
      ...members('property', 'FMS 3.5', 'name'),
      ...members('method', 'FMS 3.5', 'proxyFrom close'),
      ...members('handler', 'FMS 3.5', 'onStatus'),
    ],
  },
  {
    name: 'NetGroup',
    since: 'FMS 4',
    made: 'new NetGroup(null, "")',
    note: 'It never connects: it and its connection are told `NetGroup.Connect.Failed`.',
    members: [
      ...members('property', 'FMS 4', 'estimatedMemberCount neighborCount info localCoverageFrom', noGroup),
      ...members('property', 'FMS 4', 'localCoverageTo receiveMode replicationStrategy', noGroup),
      ...members('method', 'FMS 4', 'post sendToAllNeighbors sendToNearest sendToNeighbor', noGroupDone),
      ...members('method', 'FMS 4', 'addHaveObjects removeHaveObjects addWantObjects removeWantObjects', noGroupDone),
      ...members('method', 'FMS 4', 'writeRequestedObject denyRequestedObject addMemberHint addNeighbor', noGroupDone),
      ...members('method', 'FMS 4', 'convertPeerIDToGroupAddress close', noGroupDone),
      ...members('method', 'FMS 4.5', 'getMulticastStreamIngest', noGroupDone),
      ...members('handler', 'FMS 4', 'onStatus'),
    ],
  },
  {
    name: 'GroupSpecifier',
    since: 'FMS 4',
    made: 'new GroupSpecifier("table")',
    members: [
      ...members(
        'property',
        'FMS 4',
        'multicastEnabled objectReplicationEnabled postingEnabled routingEnabled',
        noGroup,
      ),
      ...members('property', 'FMS 4', 'serverChannelEnabled ipMulticastMemberUpdatesEnabled', noGroup),
      ...members('property', 'FMS 4', 'peerToPeerDisabled minGroupspecVersion', noGroup),
      ...members('method', 'FMS 4', 'makeUnique setPostingPassword setPublishPassword addBootstrapPeer', noGroupThrown),
      ...members('method', 'FMS 4', 'addIPMulticastAddress groupspecWithAuthorizations', noGroupThrown),
      ...members('method', 'FMS 4', 'groupspecWithoutAuthorizations authorizations', noGroupThrown),
      ...members('method', 'FMS 4', 'encodePostingAuthorization encodePublishAuthorization', noGroupThrown),
      ...members(
        'method',
        'FMS 4',
        'encodeGroupspec encodeBootstrapPeerIDSpec encodeIPMulticastAddressSpec',
        noGroupThrown,
      ),
      ...members('method', 'FMS 4', 'toString'),
    ],
  },
  { name: 'NetGroupReceiveMode', since: 'FMS 4', members: members('static', 'FMS 4', 'EXACT NEAREST') },
  {
    name: 'NetGroupReplicationStrategy',
    since: 'FMS 4',
    members: members('static', 'FMS 4', 'LOWEST_FIRST RAREST_FIRST'),
  },
  { name: 'NetGroupSendMode', since: 'FMS 4', members: members('static', 'FMS 4', 'NEXT_DECREASING NEXT_INCREASING') },
  { name: 'NetGroupSendResult', since: 'FMS 4', members: members('static', 'FMS 4', 'ERROR NO_ROUTE SENT') },
  { name: 'MulticastStreamIngest', since: 'FMS 4.5', note: onlyName, members: [] },
  { name: 'MulticastStreamInfo', since: 'FMS 4.5', note: onlyName, members: [] },
  { name: 'NetGroupInfo', since: 'FMS 4', note: onlyName, members: [] },
  { name: 'GroupControl', since: 'FMS 4.5', note: onlyName, members: [] },
];
