import type { RemotingMessage } from '../amf/remoting-packet.js';
import type { AmfValue } from '../amf/value.js';
import { status } from '../netconnection/status.js';
import type { FlexIdentity } from './flex-messages.js';
import { acknowledge, errorMessage, flexMessage, readFlexMessage } from './flex-messages.js';
import type { RemotingOutcome } from './remoting-outcome.js';
import type { WantedCall } from './remoting-wish.js';

/** A message of a packet, and how it is answered. */
export interface RemotingCall extends WantedCall {
  answer(outcome: RemotingOutcome, identity: FlexIdentity): RemotingMessage;
}

/**
 * Reads a message of a packet: what NetConnection.call posts, or a message of Flex, the only argument of what has the
 * target `null`. The application is the service: of `service.method` the method is called.
 */
export function readRemotingCall({ target, response, value }: RemotingMessage): RemotingCall {
  const args: readonly AmfValue[] = Array.isArray(value) ? value : [value];
  const message = args.length === 1 ? flexMessage(args[0]) : undefined;
  if (message !== undefined) {
    return {
      ...readFlexMessage(message),
      answer: (outcome, identity) => {
        const body = outcome.succeeded
          ? acknowledge(message, outcome.value, identity)
          : errorMessage(message, outcome, identity);
        return answerTo(response, outcome, body);
      },
    };
  }
  return {
    wanted: { wish: 'call', method: target.slice(target.lastIndexOf('.') + 1), args },
    answer: (outcome) => answerTo(response, outcome, plainBody(outcome)),
  };
}

/** What NetConnection.onStatus, or the responder, is told of a call that failed. */
function plainBody(outcome: RemotingOutcome): AmfValue {
  if (outcome.succeeded) return outcome.value;
  const { code = 'NetConnection.Call.Failed', description, info } = outcome;
  return status(code, description, info === undefined ? {} : { application: info });
}

function answerTo(response: string, { succeeded }: RemotingOutcome, value: AmfValue): RemotingMessage {
  return { target: `${response}/${succeeded ? 'onResult' : 'onStatus'}`, response: 'null', value };
}
