import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MediaFormatTracker } from '../../src/media/media-format-tracker.js';
import { flvMessages } from '../support/flv-reading.js';
import { guidancePresent, MEDIA } from './guidance.js';

/**
 * Profile, level, size, rate and channels are what ffprobe 5.1 says of the files; it does not know Enhanced
 * RTMP, so for the last five size and rate are those of their onMetaData.
 */
const FILES: readonly (readonly [file: string, video: string | undefined, audio: string | undefined])[] = [
  ['antmedia-test_short.flv', 'avc1.640015 480x360 25', 'mp4a.40.2 44100 2'],
  ['aview-mothertongue_new.flv', 'vp6 784x576', 'mp4a.40.34 44100 2'],
  ['gnash-square.flv', 'sorenson-h263 128x96', 'mp4a.40.34 44100 1'],
  ['membrane-reference.flv', 'avc1.64001f 1280x720 30', 'mp4a.40.2 44100 1'],
  ['membrane-testsrc.flv', 'avc1.640028 1920x1080 24', 'mp4a.40.2 44100 1'],
  ['mona-AudioAndVideo.flv', 'avc1.64000a 40x40 15', 'speex 16000 1'],
  ['mona-Audio.flv', undefined, 'speex 16000 1'],
  ['mona-Video.flv', 'avc1.64000a 40x40 15', undefined],
  ['node-flv-test.flv', 'avc1.7a001f 1280x720 30', 'mp4a.40.2 48000 2'],
  ['own-adpcm22k.flv', undefined, 'adpcm 22050 1'],
  ['own-avc-bframes-keyframeindex.flv', 'avc1.64000a 160x120 15', 'mp4a.40.2 44100 1'],
  ['own-flv1-mp3-22k.flv', 'sorenson-h263 160x120', 'mp4a.40.34 22050 1'],
  ['own-mangled-empty-video-tag.flv', 'sorenson-h263 160x120', 'mp4a.40.34 22050 1'],
  ['own-mangled-header-only.flv', undefined, undefined],
  ['own-nelly16k.flv', undefined, 'nellymoser-16k 16000 1'],
  ['own-nelly44k.flv', undefined, 'nellymoser 44100 1'],
  ['own-nelly8k.flv', undefined, 'nellymoser-8k 8000 1'],
  ['own-pcm11k.flv', undefined, 'pcm-le 11025 1'],
  ['own-pcm_u8.flv', undefined, 'pcm 11025 1'],
  ['own-screen1.flv', 'screen 160x120', undefined],
  ['own-screen2.flv', 'screen2 160x120', undefined],
  ['own-speex16k.flv', undefined, 'speex 16000 1'],
  ['red5-NAPNAP-head.flv', 'vp6 454x340', 'mp4a.40.34 44100 2'],
  ['red5-flashContent.flv', 'avc1.42001e 320x240 15', 'speex 16000 1'],
  ['red5-h264_aac.flv', 'avc1.42001f 160x120 30', 'mp4a.40.2 44100 2'],
  ['red5-h264_speex-head.flv', 'avc1.420014 160x120 30', 'speex 16000 1'],
  ['red5-red5.flv', 'vp6 480x368', undefined],
  ['red5-rotations-head.flv', 'avc1.640015 480x360', 'mp4a.40.2 16000 1'],
  ['red5-test.flv', 'vp6 470x342', undefined],
  ['ruffle-aac-mono_22050hz.flv', undefined, 'mp4a.40.2 22050 1'],
  ['ruffle-aac-stereo_48000hz.flv', undefined, 'mp4a.40.2 48000 2'],
  ['ruffle-dummy-314b.flv', 'sorenson-h263 8x8', undefined],
  ['ruffle-g711-alaw.flv', undefined, 'g711a 8000 1'],
  ['ruffle-g711-mulaw.flv', undefined, 'g711u 8000 1'],
  ['ruffle-h264-hsv.flv', 'avc1.64000b 256x160 2', undefined],
  ['ruffle-h264-multinalu.flv', 'avc1.64000b 216x216 8', undefined],
  ['ruffle-onmetadata-date.flv', 'sorenson-h263 320x233', 'mp4a.40.34 44100 1'],
  ['ruffle-screenvideo.flv', 'screen 128x128', undefined],
  ['ruffle-seek-test_video.flv', 'sorenson-h263 352x288', undefined],
  ['scuffle-avc_aac.flv', 'avc1.640033 3840x2160 60', 'mp4a.40.2 48000 2'],
  ['srs-avatar.flv', 'avc1.640020 768x320 25', 'mp4a.40.2 44100 2'],
  ['scuffle-av1_aac-head.flv', 'av01.0.13M.08 2560x1440', 'mp4a.40.2 48000 2'],
  ['scuffle-hevc_aac.flv', 'hvc1.1.6.L153.90 3840x2160 60', 'mp4a.40.2 48000 2'],
  ['veovera-mptestsrc.flv', 'av01.0.01M.08 512x512', 'opus 48000 1'],
  ['veovera-testsrc.flv', 'av01.1.04M.08 980x540', 'opus 48000 1'],
  ['veovera-testsrc2-head.flv', 'av01.0.04M.08 980x540', 'opus 48000 1'],
];

describe.skipIf(!guidancePresent)('formats of published files', () => {
  test.each(FILES)('%s', (file, expectedVideo, expectedAudio) => {
    const tracker = new MediaFormatTracker();
    for (const message of flvMessages(readFileSync(join(MEDIA, file)))) tracker.accept(message);
    const { video, audio } = tracker.format;
    const rate = video?.frameRate === undefined ? '' : ` ${video.frameRate}`;
    expect(video && `${video.codecString} ${video.width}x${video.height}${rate}`).toBe(expectedVideo);
    expect(audio && `${audio.codecString} ${audio.sampleRate} ${audio.channels}`).toBe(expectedAudio);
  });
});
