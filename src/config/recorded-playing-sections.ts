import { duration, flag, flagOrOnce, section, size } from './key-types.js';

/** Keys of `streamManager`: what players of recorded media are sent. */
export const recordedPlayingKeys = {
  enhancedSeek: flag(
    true,
    'Seeking to a time between key frames: a client that says it knows how (videoFunction 1) gets the frames from the key frame on ' +
      'with that time, between the frames of a seek, and shows the last of them. If false, and for other clients, playing goes on ' +
      'from the key frame before.',
  ),
  sendDuplicateStart: flag(true, 'Send NetStream.Play.Start again after a seek and after a pause.'),
  sendDuplicateOnMetaData: flagOrOnce(
    true,
    'When onMetaData is sent: true: when playing begins, and again after a seek and after a pause; false: when playing begins; once: ' +
      'when a NetStream begins to play another stream than before.',
  ),
};

/** `client.msgQueue.recorded`. */
export const recordedQueueSection = section(
  'Of recorded media: it is sent as fast as the client takes it until its buffer is full, then as it is played. Nothing is lost.',
  {
    minBufferTime: duration(
      { default: '2s', min: '0s', max: '10m' },
      'How much of it a client is sent ahead at least, whatever buffer it asks for.',
    ),
    maxSize: size(
      { default: '1MiB', min: '64KiB', max: '64MiB' },
      'Bytes that may wait for a client, however large a buffer it asks for. Then it is waited for.',
    ),
  },
);
