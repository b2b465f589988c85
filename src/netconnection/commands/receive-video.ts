import type { StreamCommand } from './command-handler.js';

/** `receiveVideo(wanted)`, or a frame rate, of which 0 means none: whether this player is sent video. */
export const receiveVideo: StreamCommand = (stream, { args: [wanted] }) =>
  stream.receiveVideo(wanted !== false && wanted !== 0);
