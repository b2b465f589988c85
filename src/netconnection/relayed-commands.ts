import type { CommandMessage } from '../rtmp/message/command.js';
import type { CommandTarget } from './commands/command-handler.js';

/** What is answered here though the application runs on another server: NetStreams, and the measuring of the way to the client. */
const own: ReadonlySet<string> = new Set([
  ...['connect', 'createStream', 'initStream', 'deleteStream', 'closeStream', 'publish', 'play', 'play2'],
  ...['pause', 'pauseRaw', 'seek', 'receiveAudio', 'receiveVideo', 'checkBandwidth', '_checkbw', 'onStatus'],
]);

/** Whether a command of a client is for the server on which its application runs. */
export function isRelayed(connection: CommandTarget, { name, transactionId }: CommandMessage): boolean {
  if (name === '_result' || name === '_error') return !connection.awaits(transactionId);
  return !own.has(name);
}
