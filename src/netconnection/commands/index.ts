import { printable } from '../../application/safe-name.js';
import type { CommandMessage } from '../../rtmp/message/command.js';
import type { MessageStreamId, RtmpMessage } from '../../rtmp/message.js';
import { isRelayed } from '../relayed-commands.js';
import { callFailed } from './call-failed.js';
import { callScript } from './call-script.js';
import { checkBandwidth, checkBandwidthForClient } from './check-bandwidth.js';
import { closeStream } from './close-stream.js';
import type { CommandTarget, ConnectionCommand, StreamCommand } from './command-handler.js';
import { connect } from './connect.js';
import { createStream } from './create-stream.js';
import { deleteStream } from './delete-stream.js';
import { fcPublish } from './fc-publish.js';
import { fcSubscribe } from './fc-subscribe.js';
import { fcUnpublish } from './fc-unpublish.js';
import { fcUnsubscribe } from './fc-unsubscribe.js';
import { getStreamLength } from './get-stream-length.js';
import { pause } from './pause.js';
import { play } from './play.js';
import { play2 } from './play2.js';
import { publish } from './publish.js';
import { receiveAudio } from './receive-audio.js';
import { receiveVideo } from './receive-video.js';
import { releaseStream } from './release-stream.js';
import { seek } from './seek.js';

const connectionCommands = new Map<string, ConnectionCommand>([
  ['connect', connect],
  ['createStream', createStream],
  ['initStream', () => undefined],
  ['deleteStream', deleteStream],
  ['releaseStream', releaseStream],
  ['FCPublish', fcPublish],
  ['FCUnpublish', fcUnpublish],
  ['FCSubscribe', fcSubscribe],
  ['FCUnsubscribe', fcUnsubscribe],
  ['getStreamLength', getStreamLength],
  ['checkBandwidth', checkBandwidth],
  ['_checkbw', checkBandwidthForClient],
  ['_result', (connection, { transactionId, args }) => connection.settle(transactionId, true, args[0])],
  ['_error', (connection, { transactionId, args }) => connection.settle(transactionId, false, args[0])],
]);

const streamCommands = new Map<string, StreamCommand>([
  ['publish', publish],
  ['play', play],
  ['play2', play2],
  ['pause', pause],
  ['pauseRaw', pause],
  ['seek', seek],
  ['receiveAudio', receiveAudio],
  ['receiveVideo', receiveVideo],
  ['closeStream', closeStream],
]);

/**
 * What the script of an application is never asked, as with FMS: commands of the connection itself, and those of NetStreams.
 * All the others are methods first that a script may have, `FCPublish` and `checkBandwidth` among them.
 */
const reserved = new Set([
  ...streamCommands.keys(),
  ...['connect', 'createStream', 'initStream', 'deleteStream', 'onStatus', '_result', '_error'],
]);

/**
 * Runs a command that a client sent. What nobody knows is answered with NetConnection.Call.Failed.
 *
 * @param message in which it came
 */
export function runCommand(
  connection: CommandTarget,
  command: CommandMessage,
  message: RtmpMessage,
): void | Promise<void> {
  const native = (): void | Promise<void> => runNative(connection, command, message.messageStreamId);
  if (connection.state !== 'connected') return native();
  const { relay } = connection.client;
  if (relay !== undefined && isRelayed(connection, command)) return relay.receive(message, command);
  if (reserved.has(command.name)) return native();
  const { script } = connection.instance;
  return script === undefined ? native() : callScript(connection, script, command, native);
}

function runNative(
  connection: CommandTarget,
  command: CommandMessage,
  streamId: MessageStreamId,
): void | Promise<void> {
  const ofConnection = connectionCommands.get(command.name);
  if (ofConnection !== undefined) return ofConnection(connection, command);
  const ofStream = streamCommands.get(command.name);
  if (ofStream !== undefined) {
    const stream = connection.streams.find(streamId);
    if (stream !== undefined) return ofStream(stream, command);
  }
  const reason = ofStream === undefined ? 'Method not found' : 'There is no such NetStream for';
  callFailed(connection, command, `${reason} (${printable(command.name)}).`);
}
