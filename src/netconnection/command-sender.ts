import type { AmfValue } from '../amf/value.js';
import { encodeCommand } from '../rtmp/message/command.js';
import { encodeData } from '../rtmp/message/data.js';
import type { UserControlEvent } from '../rtmp/message/user-control.js';
import { encodeUserControl } from '../rtmp/message/user-control.js';
import type { MessageStreamId } from '../rtmp/message.js';
import { CONNECTION_STREAM } from '../rtmp/message.js';
import type { MessageTransport } from './message-transport.js';

/** Writes commands, data and user control messages in the encoding that the client asked for. */
export class CommandSender {
  /** `amf3` from the moment a client with objectEncoding 3 is accepted; connect itself is answered in AMF0. */
  encoding: 'amf0' | 'amf3' = 'amf0';

  constructor(private readonly transport: MessageTransport) {}

  command(stream: MessageStreamId, name: string, transactionId: number, object: AmfValue, ...args: AmfValue[]): void {
    const { encoding } = this;
    this.transport.send(encodeCommand({ name, transactionId, commandObject: object, args, encoding }, stream));
  }

  result(transactionId: number, ...args: AmfValue[]): void {
    this.command(CONNECTION_STREAM, '_result', transactionId, null, ...args);
  }

  error(transactionId: number, info: AmfValue): void {
    this.command(CONNECTION_STREAM, '_error', transactionId, null, info);
  }

  /** A status of a NetStream, or with stream 0 of the NetConnection. */
  onStatus(stream: MessageStreamId, info: AmfValue): void {
    this.command(stream, 'onStatus', 0, null, info);
  }

  data(stream: MessageStreamId, ...values: AmfValue[]): void {
    this.transport.send(encodeData({ values, encoding: 'amf0' }, stream));
  }

  userControl(event: UserControlEvent): void {
    this.transport.send(encodeUserControl(event));
  }
}
