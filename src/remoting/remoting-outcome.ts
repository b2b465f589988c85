import type { AmfObject, AmfValue } from '../amf/value.js';

/** Why a call failed, as Flex names it. */
export type RemotingFault = 'Client.Authentication' | 'Server.Processing' | 'Server.ResourceUnavailable';

/** What came of a call. */
export type RemotingOutcome =
  | { readonly succeeded: true; readonly value: AmfValue }
  | {
      readonly succeeded: false;
      readonly fault: RemotingFault;
      /** For a person. */
      readonly description: string;
      /** What a script says besides. */
      readonly info?: AmfValue;
      /** In place of NetConnection.Call.Failed. */
      readonly code?: 'NetConnection.Connect.Rejected';
    };

export function failed(fault: RemotingFault, description: string, info?: AmfObject): RemotingOutcome {
  return { succeeded: false, fault, description, ...(info && { info }) };
}
