import { count, duration, section, size } from './key-types.js';

/** How live and recorded media goes over HTTP in segments. */
export const hlsSection = section('HLS: live and recorded media at /application/name/index.m3u8.', {
  segmentDuration: duration(
    { default: '2s', min: '500ms', max: '30s' },
    'Length of a segment: it ends with the first key frame after that.',
  ),
  maxSegmentDuration: duration(
    { default: '10s', min: '1s', max: '60s' },
    'Length after which the first segment of a stream ends without a key frame. It settles how long the others may be.',
  ),
  windowSegments: count({ default: 6, min: 3, max: 10_000 }, 'Segments that the playlist of a live stream shows.'),
  windowSize: size({ default: '64MiB', min: '1MiB', max: '16GiB' }, 'Memory for the segments of one live stream.'),
  recordedSegmentDuration: duration(
    { default: '6s', min: '1s', max: '60s' },
    'Length of the segments of recorded media; they begin with key frames.',
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
