import { recordedMediaKeys } from './recorded-media-sections.js';
import { recordedPlayingKeys } from './recorded-playing-sections.js';
import { recordingSection } from './recording-section.js';
import { choice, count, duration, flag, rate, section, size } from './key-types.js';
import { optionalPath } from './optional-path.js';

/** `streamManager`: what holds for the streams of an instance. */
export const streamManagerSection = section('What holds for the streams of an instance.', {
  ...recordedMediaKeys,
  ...recordedPlayingKeys,
  recording: recordingSection,
  live: section('Live streams.', {
    accumulatedIFrames: section(
      'The GOP cache: the messages since the newest key frame, so that a new player sees a picture at once. ' +
        'A GOP that outgrows a limit is given up whole, and new players wait for the next key frame.',
      {
        enabled: flag(true, 'Keep a GOP cache. If false, every new player waits for the next key frame.'),
        maxTime: duration(
          { default: '60s', min: '0s', max: '1h' },
          'The longest GOP that is kept; 0: only bytes count.',
        ),
        maxSize: size({ default: '32MiB', min: '64KiB', max: '1GiB' }, 'The largest GOP that is kept.'),
      },
    ),
    queue: section(
      'Sending several messages together. A server at ease sends each at once; one that is busy holds them back, more the busier it is.',
      {
        maxQueueDelay: duration(
          { default: '100ms', min: '0s', max: '5s' },
          'How long a message may be held back; 0 sends each at once, however busy the server is.',
        ),
        maxQueueSize: size(
          { default: '64KiB', min: '1KiB', max: '16MiB' },
          'Bytes held back. Then they are sent, early or not.',
        ),
      },
    ),
    secondPublisher: choice(
      ['reject', 'replace', 'backup'],
      'reject',
      'What becomes of somebody who publishes a name that is taken: reject refuses him unless the publisher no longer answers; ' +
        'replace gives him the name; backup lets him wait, and take over when the publisher is gone. Players see it go on either way, ' +
        'from a key frame, with time going on.',
    ),
    publishGrace: duration(
      { default: '0s', min: '0s', max: '10m' },
      'How long a stream goes on when the connection of its publisher is lost. Who publishes the name again in this time goes on where ' +
        'it ended, and players are told nothing; 0 tells them at once, as FMS does. They stay connected in any case.',
    ),
    slate: section(
      'What players see while a stream is without the publisher that it lost, from the end of publishGrace until somebody publishes the ' +
        'name again or nobody plays any more. They are told nothing: the stream goes on.',
      {
        file: optionalPath(
          'the path of a file',
          'media/slate.flv',
          'An FLV file, shown round and round, of at most 64 MiB and best in the codecs of the stream; relative to where the server was ' +
            "started. '' for none: players are told that the stream is no longer published.",
        ),
      },
    ),
    timestamps: choice(
      ['asSent', 'monotonic', 'fromZero'],
      'asSent',
      'The time of a stream: asSent keeps the timestamps of the encoder; monotonic mends steps back and jumps of ten seconds and more; ' +
        'fromZero does that too, and begins with 0. A publication that follows another goes on where that ended in any case.',
    ),
    eraseOnPublish: flag(
      false,
      'Delete the recording of the same name when a stream is published as live, as FMS does unless told otherwise.',
    ),
    publishTimeout: duration(
      { default: '2s', min: '0s', max: '1m' },
      'When somebody publishes a name that is taken, its publisher is pinged, and loses the name if it has not answered in this ' +
        'time. 0 does not ask: a name that is taken stays taken.',
    ),
    ingest: section('What one publisher may send. With more than this, reading from it pauses.', {
      maxRate: rate({ default: '100MB', min: '16KiB', max: '10GB', unlimited: true }, 'Bytes per second.'),
      maxMessageRate: count(
        { default: 10_000, min: 100, unlimited: true },
        'Audio, video and data messages per second.',
      ),
    }),
  }),
});
