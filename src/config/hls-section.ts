import { choice, count, duration, section, size } from './key-types.js';

/** How live and recorded media goes over HTTP in segments. */
export const hlsSection = section('HLS: live and recorded media at /application/name/index.m3u8.', {
  container: choice(
    ['auto', 'fmp4', 'ts'],
    'auto',
    'What index.m3u8 is made of: fmp4 has all codecs of today, ts (MPEG-TS) is for old players; auto is fmp4, but ts where the sound is MP3. ' +
      'fmp4.m3u8 and ts.m3u8 always have their own.',
  ),
  segmentDuration: duration(
    { default: '2s', min: '500ms', max: '30s' },
    'Length of a segment: it ends with the first key frame after that.',
  ),
  maxSegmentDuration: duration(
    { default: '10s', min: '1s', max: '60s' },
    'Length after which the first segment of a stream ends without a key frame. It settles how long the others may be.',
  ),
  partDuration: duration(
    { default: '500ms', min: '0s', max: '5s' },
    'Length of the parts of a segment, which players of low latency fetch before it is complete; they are about three parts behind. 0: no parts.',
  ),
  windowSegments: count(
    { default: 6, min: 3, max: 10_000 },
    'Segments that the playlist of a live stream shows at least.',
  ),
  dvrWindow: duration(
    { default: '0s', min: '0s', max: '1d' },
    'How far viewers of a live stream can go back at least, as far as windowSize allows it.',
  ),
  windowSize: size({ default: '64MiB', min: '1MiB', max: '16GiB' }, 'Memory for the segments of one live stream.'),
  recordedSegmentDuration: duration(
    { default: '6s', min: '1s', max: '60s' },
    'Length of the segments of recorded media; they begin with key frames.',
  ),
  recordedCache: size(
    { default: '128MiB', min: '0', max: '64GiB' },
    'Memory for the segments of recorded media, of all of it together: each is made once for all who view it.',
  ),
  viewerTimeout: duration(
    { default: '30s', min: '5s', max: '1h' },
    'Time without a request after which a viewer is taken to have gone.',
  ),
  idleTimeout: duration(
    { default: '10s', min: '0s', max: '1h' },
    'Time after the last viewer of a live stream has gone until no more segments are made.',
  ),
});
