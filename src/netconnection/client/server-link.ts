import type { CommandSender } from '../command-sender.js';
import type { MessageTransport } from '../message-transport.js';

/** The way to another server that has accepted us. */
export interface ServerLink {
  readonly transport: MessageTransport;
  readonly send: CommandSender;
}
