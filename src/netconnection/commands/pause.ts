import type { StreamCommand } from './command-handler.js';

/** `pause(paused, milliseconds)` and `pauseRaw`: a live stream that is paused sends nothing, and keeps nothing back. */
export const pause: StreamCommand = ({ playback }, { args: [paused] }) => {
  playback?.pause(typeof paused === 'boolean' ? paused : undefined);
};
