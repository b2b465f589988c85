import { accessFolders } from './access-folders.js';
import { recordedQueueSection } from './recorded-playing-sections.js';
import { count, duration, flag, rate, section, size } from './key-types.js';

/** `client`: what holds for one connected client. */
export const clientSection = section('What holds for each client.', {
  bandwidth: section('What a client is told of its bandwidth when it connects.', {
    serverToClient: rate(
      { default: 2_500_000, min: 1000, max: 2_147_483_647 },
      'The window acknowledgement size: after how many bytes the client acknowledges what it got.',
    ),
    clientToServer: rate(
      { default: 2_500_000, min: 1000, max: 2_147_483_647 },
      'The peer bandwidth: how many bytes the client may send ahead of the acknowledgements of the server.',
    ),
  }),
  bandwidthCap: section('What a client may use at most, on an average of about a second.', {
    serverToClient: rate(
      { default: -1, min: 1000, max: '10GB', unlimited: true },
      'What it is sent. Of live streams with more it loses frames as if its network were that slow, and is not disconnected; recorded ' +
        'media is sent no faster, and loses nothing.',
    ),
    clientToServer: rate(
      { default: -1, min: 1000, max: '10GB', unlimited: true },
      'What it sends. With more, reading from it pauses.',
    ),
  }),
  outChunkSize: size({ default: 4096, min: 128, max: 65_536 }, 'The chunk size of what the server sends.'),
  aggregateMessages: flag(
    true,
    'Send recorded media in aggregate messages (type 22) to Flash Player 9.0.115 and later. Others are sent it message by message.',
  ),
  maxStreams: count({ default: 64, min: 1, max: 65_536 }, 'NetStreams a client may have at the same time.'),
  access: section('What a client may read and write, and what it may do with the media it plays (|RtmpSampleAccess).', {
    readAccess: accessFolders(
      'Folders of the streams that a client may play, and of the shared objects that it may use; / is all of them. rooms ' +
        'covers rooms itself and everything below it, such as rooms/one. Holds for who connects from now on.',
    ),
    writeAccess: accessFolders(
      'Folders of the streams that a client may publish, and of the shared objects that it may make and change.',
    ),
    audioSampleAccess: flag(false, 'Read the samples of the sound (SoundMixer.computeSpectrum).'),
    videoSampleAccess: flag(false, 'Read the pixels of the picture (BitmapData.draw).'),
  }),
  bandwidthDetection: section('Measuring the bandwidth of a client that calls checkBandwidth.', {
    enabled: flag(true, 'Answer checkBandwidth. If false, the client is told that there is no such method.'),
    maxRate: count(
      { default: -1, min: 1, unlimited: true },
      'The highest bandwidth that is reported, in kilobits per second.',
    ),
    dataSize: size(
      { default: '16KiB', min: '1KiB', max: '256KiB' },
      'Bytes of the first probe; each one after it grows by as many.',
    ),
    maxWait: duration({ default: '2s', min: '100ms', max: '1m' }, 'Time for the whole measurement.'),
  }),
  msgQueue: section('What waits for a client that receives more slowly than the stream flows.', {
    live: section(
      'Of a live stream. A client that falls behind loses disposable frames, then inter frames, then whole GOPs, then audio; ' +
        'never metadata, codec configuration or commands.',
      {
        maxSize: size(
          { default: '10MB', min: '256KiB', max: '1GB' },
          'Bytes a client may be behind. Then it is disconnected.',
        ),
        maxDelay: duration(
          { default: '0s', min: '0s', max: '10m' },
          'Time a client may be behind, which makes the order of loss begin sooner on streams of a low rate; 0: only bytes count.',
        ),
        stallTimeout: duration(
          { default: '30s', min: '1s', max: '1h' },
          'Time in which not even audio could be sent. Then the client is disconnected.',
        ),
      },
    ),
    recorded: recordedQueueSection,
  }),
});
