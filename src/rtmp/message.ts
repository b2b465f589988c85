/** Message type ids (RTMP 1.0, sections 5.4 and 7.1). */
export const MessageType = {
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  userControl: 4,
  windowAcknowledgementSize: 5,
  setPeerBandwidth: 6,
  audio: 8,
  video: 9,
  dataAmf3: 15,
  sharedObjectAmf3: 16,
  commandAmf3: 17,
  dataAmf0: 18,
  sharedObjectAmf0: 19,
  commandAmf0: 20,
  aggregate: 22,
} as const;

/** Joins the messages of one NetStream; 0 is the NetConnection itself. */
export type MessageStreamId = number & { readonly __brand: 'MessageStreamId' };

export function messageStreamId(id: number): MessageStreamId {
  return (id >>> 0) as MessageStreamId;
}

/** The message stream of NetConnection commands. */
export const CONNECTION_STREAM = messageStreamId(0);

/** A whole RTMP message, taken out of its chunks and not yet interpreted. Nobody writes into `payload`. */
export interface RtmpMessage {
  readonly type: number;
  /** Unsigned 32-bit milliseconds. */
  readonly timestamp: number;
  readonly messageStreamId: MessageStreamId;
  readonly payload: Uint8Array;
}
