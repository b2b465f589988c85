import type { AmfObject } from '../amf/value.js';
import type { MessageStreamId } from '../rtmp/message.js';
import { status } from './status.js';

/** There is nowhere to go: nothing is played, or it is live. */
export function seekFailed(time: number, stream: MessageStreamId, clientid: string): AmfObject {
  return status('NetStream.Seek.Failed', `Failed to seek ${time} (stream ID: ${stream}).`, { clientid });
}
