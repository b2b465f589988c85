import { describe, expect, it } from 'vitest';
import { writeMasterPlaylist } from '../../../src/hls/write-master-playlist.js';
import { writeMediaPlaylist, writeReports } from '../../../src/hls/write-playlist.js';

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
        '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=24.0',
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

  it('tells of the parts of the newest segments, and of what comes next', () => {
    const parts = (name: string) => [
      { uri: `${name}-0.m4s`, duration: 1, isIndependent: true },
      { uri: `${name}-1.m4s`, duration: 1, isIndependent: false },
    ];
    const text = writeMediaPlaylist({
      ...{ targetDuration: 2, mediaSequence: 0, kind: 'live', canBlock: true, partTarget: 1.03 },
      entries: [0, 1, 2, 3, 4].map((i) => ({
        ...{ uri: `${i}.m4s`, duration: 2, map: i < 4 ? 'init-0.mp4' : 'init-1.mp4', discontinuity: i === 4 },
        parts: parts(`${i}`),
      })),
      open: { map: 'init-1.mp4', parts: parts('5').slice(0, 1) },
      hint: '5-1.m4s',
    });
    expect(text).toBe(
      [
        '#EXTM3U',
        '#EXT-X-VERSION:6',
        '#EXT-X-TARGETDURATION:2',
        '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12.0,PART-HOLD-BACK=3.090',
        '#EXT-X-PART-INF:PART-TARGET=1.030',
        '#EXT-X-MEDIA-SEQUENCE:0',
        '#EXT-X-MAP:URI="init-0.mp4"',
        ...['#EXTINF:2.000,', '0.m4s'],
        ...[1, 2, 3].flatMap((i) => [
          `#EXT-X-PART:DURATION=1.000,URI="${i}-0.m4s",INDEPENDENT=YES`,
          `#EXT-X-PART:DURATION=1.000,URI="${i}-1.m4s"`,
          ...['#EXTINF:2.000,', `${i}.m4s`],
        ]),
        '#EXT-X-DISCONTINUITY',
        '#EXT-X-MAP:URI="init-1.mp4"',
        '#EXT-X-PART:DURATION=1.000,URI="4-0.m4s",INDEPENDENT=YES',
        '#EXT-X-PART:DURATION=1.000,URI="4-1.m4s"',
        ...['#EXTINF:2.000,', '4.m4s'],
        '#EXT-X-PART:DURATION=1.000,URI="5-0.m4s",INDEPENDENT=YES',
        '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="5-1.m4s"',
        '',
      ].join('\n'),
    );
  });

  it('leaves out what a player knows', () => {
    const entries = Array.from({ length: 20 }, (_, i) => ({ uri: `${i}.ts`, duration: 2, date: `date ${i}` }));
    const playlist = { targetDuration: 2, mediaSequence: 5, kind: 'live', canBlock: true, entries } as const;
    const text = writeMediaPlaylist({ ...playlist, skips: true });
    expect(text).toMatch(/#EXT-X-VERSION:9\n[^]*#EXT-X-SKIP:SKIPPED-SEGMENTS=13\n#EXT-X-PROGRAM-DATE-TIME:date 13\n/);
    expect(text.match(/EXTINF/g)).toHaveLength(7);
    expect(writeMediaPlaylist(playlist).match(/EXTINF/g)).toHaveLength(20);
    expect(writeMediaPlaylist({ ...playlist, entries: entries.slice(0, 6), skips: true })).not.toContain('SKIP:');
  });

  it('tells how far other renditions are', () => {
    expect(
      writeReports([
        { uri: '../v1/media.m3u8', sequence: 7, part: 2 },
        { uri: 'b', sequence: 3, part: undefined },
      ]),
    ).toBe(
      '#EXT-X-RENDITION-REPORT:URI="../v1/media.m3u8",LAST-MSN=7,LAST-PART=2\n#EXT-X-RENDITION-REPORT:URI="b",LAST-MSN=3\n',
    );
  });

  it('names other sound', () => {
    const sounds = [
      { name: 'Track 0', uri: undefined, isDefault: true },
      { name: 'Track 1', uri: 'a1.m3u8', isDefault: false, channels: 2 },
    ];
    expect(writeMasterPlaylist([{ uri: 'v0.m3u8', bandwidth: 1 }], sounds)).toContain(
      [
        '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Track 0",AUTOSELECT=YES,DEFAULT=YES',
        '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Track 1",AUTOSELECT=YES,DEFAULT=NO,CHANNELS="2",URI="a1.m3u8"',
        '#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="sound"',
      ].join('\n'),
    );
  });

  it('names the ways to play', () => {
    const resolution = { width: 320, height: 180 };
    const codecs = ['avc1.42c00a', 'mp4a.40.2'];
    expect(writeMasterPlaylist([{ uri: 'media.m3u8', bandwidth: 1000.5, codecs, resolution, frameRate: 25 }])).toBe(
      '#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-STREAM-INF:BANDWIDTH=1001,CODECS="avc1.42c00a,mp4a.40.2",RESOLUTION=320x180,FRAME-RATE=25.000\nmedia.m3u8\n',
    );
  });
});
