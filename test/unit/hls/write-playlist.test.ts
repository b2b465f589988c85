import { describe, expect, it } from 'vitest';
import { writeMasterPlaylist, writeMediaPlaylist } from '../../../src/hls/write-playlist.js';

describe('playlists', () => {
  it('tells of a live stream', () => {
    const text = writeMediaPlaylist({
      ...{ targetDuration: 4, mediaSequence: 7, discontinuitySequence: 1, kind: 'live', canBlock: true },
      entries: [
        { uri: '7.ts', duration: 4, date: '1970-01-01T00:00:00.000Z' },
        { uri: '8.ts', duration: 3.96, date: '1970-01-01T00:00:04.000Z' },
        { uri: '9.ts', duration: 1, date: '1970-01-01T00:01:00.000Z', discontinuity: true },
      ],
    });
    expect(text).toBe(
      [
        '#EXTM3U',
        '#EXT-X-VERSION:3',
        '#EXT-X-TARGETDURATION:4',
        '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES',
        '#EXT-X-MEDIA-SEQUENCE:7',
        '#EXT-X-DISCONTINUITY-SEQUENCE:1',
        '#EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:00:00.000Z',
        '#EXTINF:4.000,',
        '7.ts',
        '#EXTINF:3.960,',
        '8.ts',
        '#EXT-X-DISCONTINUITY',
        '#EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:01:00.000Z',
        '#EXTINF:1.000,',
        '9.ts',
        '',
      ].join('\n'),
    );
  });

  it('says that recorded media is complete', () => {
    const entries = [{ uri: '0.ts', duration: 2 }];
    const text = writeMediaPlaylist({ targetDuration: 2, mediaSequence: 0, kind: 'vod', entries });
    expect(text).toMatch(/#EXT-X-PLAYLIST-TYPE:VOD\n#EXTINF:2\.000,\n0\.ts\n#EXT-X-ENDLIST\n$/);
  });

  it('names the ways to play', () => {
    const resolution = { width: 320, height: 180 };
    const codecs = ['avc1.42c00a', 'mp4a.40.2'];
    expect(writeMasterPlaylist([{ uri: 'media.m3u8', bandwidth: 1000.5, codecs, resolution, frameRate: 25 }])).toBe(
      '#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-STREAM-INF:BANDWIDTH=1001,CODECS="avc1.42c00a,mp4a.40.2",RESOLUTION=320x180,FRAME-RATE=25.000\nmedia.m3u8\n',
    );
  });
});
