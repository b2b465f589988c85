import type { StreamCommand } from './command-handler.js';

/**
 * `pause(paused, milliseconds)` and `pauseRaw`. A recorded stream goes on from the time that the client says; a live
 * one that is paused sends nothing, and keeps nothing back.
 */
export const pause: StreamCommand = ({ playback }, { args: [paused, time] }) => {
  const isTime = typeof time === 'number' && time >= 0 && time <= 0xffff_ffff;
  playback?.pause(typeof paused === 'boolean' ? paused : undefined, isTime ? time : undefined);
};
