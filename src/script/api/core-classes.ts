import type { ApiClass } from './api-class.js';
import { members } from './api-class.js';

const noPeers = 'empty: there is no RTMFP';
const noPeersDone = 'does nothing but warn in the log: there is no RTMFP';

/** Global functions, and the classes of clients, objects and streams. */
export const coreClasses: readonly ApiClass[] = [
  {
    name: 'Global functions',
    since: 'FCS 1',
    members: [
      ...members(
        'function',
        'FCS 1',
        'load',
        'runs the script in place, only while the application loads; in `.far` archives, too',
      ),
      ...members('function', 'FCS 1', 'trace setInterval clearInterval'),
      ...members('function', 'JavaScript', 'setTimeout clearTimeout'),
      ...members('function', 'FMS 2', 'getGlobal protectObject setAttributes', 'in `secure.asc` only'),
    ],
  },
  {
    name: 'Engine',
    since: 'JavaScript',
    note:
      'Syntax of the time: `for each`, `catch (e if …)`, `const` of the whole function (that it may be assigned to is not ' +
      'noticed), `#include`. E4X is reported with its line. Scripts are never strict; what JavaScript has learned since is ' +
      'there too.',
    members: [
      ...members('function', 'JavaScript', 'uneval'),
      ...members('method', 'JavaScript', 'watch unwatch toSource', 'of every object'),
      ...members('method', 'JavaScript', '__defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__'),
      ...members('property', 'JavaScript', '__proto__'),
    ],
  },
  {
    name: 'Application',
    since: 'FCS 1',
    made: 'application',
    members: [
      ...members('property', 'FMS 2', 'allowDebug', 'kept, and without effect'),
      ...members('property', 'FCS 1', 'clients name server'),
      ...members('property', 'FCS 1.5', 'hostname'),
      ...members('property', 'FMS 2', 'config', '`script.config` of application.yaml'),
      ...members('method', 'FCS 1', 'acceptConnection rejectConnection disconnect broadcastMsg'),
      ...members('method', 'FCS 1', 'clearSharedObjects clearStreams getStats registerClass registerProxy'),
      ...members('method', 'FMS 2', 'gc shutdown'),
      ...members('method', 'FMS 3', 'redirectConnection'),
      ...members('method', 'FMS 4', 'sendPeerRedirect denyPeerLookup', noPeersDone),
      ...members('handler', 'FCS 1', 'onAppStart onAppStop onConnect onDisconnect onStatus'),
      ...members('handler', 'FCS 1', 'onConnectAccept onConnectReject', 'with `load("components.asc")`'),
      ...members('handler', 'FMS 3', 'onPublish onUnpublish'),
      ...members('handler', 'FMS 4', 'onPeerLookup', 'never called: there is no RTMFP'),
    ],
  },
  {
    name: 'Client',
    since: 'FCS 1',
    members: [
      ...members('property', 'FCS 1', 'agent ip protocol referrer readAccess writeAccess'),
      ...members('property', 'FMS 2', 'pageUrl secure uri virtualKey'),
      ...members('property', 'FMS 3', 'id', 'what is assigned reads back; the server goes on with its own'),
      ...members('property', 'FMS 3', 'audioSampleAccess videoSampleAccess'),
      ...members('property', 'FMS 4', 'protocolVersion', 'empty, with RTMPE too'),
      ...members('property', 'FMS 4', 'farAddress farID farNonce nearAddress nearID nearNonce', noPeers),
      ...members('property', 'FMS 4.5', 'potentialNearAddresses reportedAddresses groupControls', noPeers),
      ...members('method', 'FCS 1', 'call getBandwidthLimit setBandwidthLimit ping'),
      ...members(
        'method',
        'FCS 1',
        'getStats',
        'what waits for the client is counted together, as `video_queue_bytes`; losses are of the live streams that it plays now',
      ),
      ...members('method', 'FMS 3', 'checkBandwidth getStreamLength'),
      ...members('method', 'FMS 4', 'introducePeer', noPeersDone),
      ...members('handler', 'FCS 1', '__resolve', 'answers the function for a method that is not there'),
    ],
  },
  {
    name: 'SharedObject',
    since: 'FCS 1',
    made: 'SharedObject.get("table", false)',
    members: [
      ...members('static', 'FCS 1', 'get commit'),
      ...members('property', 'FCS 1', 'name version autoCommit resyncDepth'),
      ...members('property', 'FMS 2', 'isDirty'),
      ...members('method', 'FCS 1', 'getProperty setProperty getPropertyNames send lock unlock flush clear close size'),
      ...members('method', 'FMS 2', 'mark purge'),
      ...members('handler', 'FCS 1', 'onStatus onSync'),
    ],
  },
  {
    name: 'Stream',
    since: 'FCS 1',
    made: 'Stream.get("table")',
    note: '`mp4:a` and `a` are two streams here.',
    members: [
      ...members('static', 'FCS 1', 'get length destroy'),
      ...members('static', 'FMS 2', 'size getOnMetaData'),
      ...members('property', 'FCS 1', 'name bufferTime'),
      ...members('property', 'FMS 2', 'maxQueueDelay maxQueueSize syncWrite'),
      ...members('property', 'FMS 3', 'type'),
      ...members('property', 'FMS 3.5', 'publishQueryString'),
      ...members('property', 'FMS 4.5', 'receiveAudio receiveVideo'),
      ...members('property', 'AMS 5', 'generateCCInfo', 'without effect: captions are not read'),
      ...members('method', 'FCS 1', 'play record send clear flush'),
      ...members('method', 'FCS 1', 'setBufferTime', 'of what is played from another server, now and later'),
      ...members('method', 'FMS 2', 'setVirtualPath'),
      ...members('method', 'FMS 4.5', 'playFromGroup', noPeersDone),
      ...members('handler', 'FCS 1', 'onStatus'),
    ],
  },
];
