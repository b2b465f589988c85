import type { StreamCommand } from './command-handler.js';

/** `receiveAudio(wanted)`: whether this player is sent audio. */
export const receiveAudio: StreamCommand = (stream, { args: [wanted] }) => stream.receiveAudio(wanted !== false);
