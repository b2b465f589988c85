import { asText } from './as-text.js';
import type { AscRuntime } from './asc-runtime.js';

/** What is said wherever a script wants groups of peers. */
const noGroups = 'this server has no groups of peers (RTMFP)';

/** Names that scripts compare with. */
const constants: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  NetGroupReceiveMode: { EXACT: 'exact', NEAREST: 'nearest' },
  NetGroupReplicationStrategy: { LOWEST_FIRST: 'lowestFirst', RAREST_FIRST: 'rarestFirst' },
  NetGroupSendMode: { NEXT_DECREASING: 'nextDecreasing', NEXT_INCREASING: 'nextIncreasing' },
  NetGroupSendResult: { ERROR: 'error', NO_ROUTE: 'no route', SENT: 'sent' },
};

/** Members of a group that can be read, and what they are where there is none. */
const groupProperties = {
  estimatedMemberCount: 0,
  neighborCount: 0,
  info: null,
  localCoverageFrom: '',
  localCoverageTo: '',
  receiveMode: 'exact',
  replicationStrategy: 'lowestFirst',
};

const specifierFlags = {
  multicastEnabled: false,
  objectReplicationEnabled: false,
  postingEnabled: false,
  routingEnabled: false,
  serverChannelEnabled: false,
  ipMulticastMemberUpdatesEnabled: false,
  peerToPeerDisabled: false,
  minGroupspecVersion: 1,
};

/** Does nothing, and answers that it did nothing. */
const groupMethods: Readonly<Record<string, unknown>> = {
  post: null,
  sendToAllNeighbors: 'error',
  sendToNearest: 'error',
  sendToNeighbor: 'error',
  addHaveObjects: undefined,
  removeHaveObjects: undefined,
  addWantObjects: undefined,
  removeWantObjects: undefined,
  writeRequestedObject: undefined,
  denyRequestedObject: undefined,
  addMemberHint: false,
  addNeighbor: false,
  getMulticastStreamIngest: null,
  convertPeerIDToGroupAddress: '',
  close: undefined,
};

const specifierMethods: readonly string[] = [
  'makeUnique',
  'setPostingPassword',
  'setPublishPassword',
  'addBootstrapPeer',
  'addIPMulticastAddress',
  'groupspecWithAuthorizations',
  'groupspecWithoutAuthorizations',
  'authorizations',
  'encodePostingAuthorization',
  'encodePublishAuthorization',
  'encodeGroupspec',
  'encodeBootstrapPeerIDSpec',
  'encodeIPMulticastAddressSpec',
];

/**
 * The classes of groups of peers exist, so that a script that has them loads. A NetGroup fails to connect, of which it
 * and its connection are told by onStatus; a GroupSpecifier can be filled, and throws where it would be put into words.
 */
export function defineNetGroups(runtime: AscRuntime): void {
  for (const [name, values] of Object.entries(constants)) runtime.define(name, { ...values });

  class GroupSpecifier {
    constructor(readonly name?: unknown) {
      Object.assign(this, specifierFlags);
    }

    toString(): string {
      return `[GroupSpecifier ${asText(this.name)}]`;
    }
  }
  for (const member of specifierMethods) {
    hide(GroupSpecifier.prototype, member, () => {
      throw new Error(`GroupSpecifier.${member}: ${noGroups}`);
    });
  }
  runtime.defineClass('GroupSpecifier', GroupSpecifier);

  class NetGroup {
    constructor(connection?: unknown) {
      Object.assign(this, groupProperties);
      const info = { level: 'error', code: 'NetGroup.Connect.Failed', description: noGroups, group: this };
      runtime.later(0, () => {
        runtime.handle(this, 'onStatus', info);
        if (typeof connection === 'object' && connection !== null) runtime.handle(connection, 'onStatus', info);
      });
    }
  }
  for (const [member, answer] of Object.entries(groupMethods)) hide(NetGroup.prototype, member, () => answer);
  runtime.defineClass('NetGroup', NetGroup);

  for (const name of ['MulticastStreamIngest', 'MulticastStreamInfo', 'NetGroupInfo', 'GroupControl']) {
    // Only a group makes them, and there are no groups.
    runtime.defineClass(
      name,
      class {
        constructor() {
          throw new Error(`${name}: ${noGroups}`);
        }
      },
    );
  }
}

function hide(prototype: object, name: string, value: unknown): void {
  Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
}
