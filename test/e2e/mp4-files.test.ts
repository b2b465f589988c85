import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeAmf0 } from '../../src/amf/amf0-decoder.js';
import { describeAmf } from '../../src/amf/describe-amf.js';
import { openMp4 } from '../../src/mp4/open-mp4.js';
import { playedFrom } from '../support/media-source-reading.js';
import { MemoryMediaFile } from '../support/memory-media-file.js';
import type { Exceptions } from '../support/mp4-comparison.js';
import { expectAsProbed } from '../support/mp4-comparison.js';
import { outputOf } from '../support/program.js';
import { newFolder } from '../support/run-folder.js';

const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=160x120:rate=15'];
const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000'];
const h264 = ['-c:v', 'libx264', '-preset', 'fast', '-pix_fmt', 'yuv420p', '-g', '15', '-bf', '2'];
const aac = ['-c:a', 'aac', '-b:a', '64k'];
const hevc = ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error:keyint=15:bframes=2'];
const av1 = ['-c:v', 'libaom-av1', '-cpu-used', '8', '-usage', 'realtime', '-g', '15', '-pix_fmt', 'yuv420p'];
const vp9 = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-g', '15', '-pix_fmt', 'yuv420p'];
const film = [...picture, ...tone, ...h264, ...aac];

interface Recipe extends Exceptions {
  readonly name: string;
  readonly format?: 'mp4' | 'mov';
  readonly args: readonly string[];
  /** Encoders without which it cannot be made. */
  readonly needs?: readonly string[];
}

const RECIPES: readonly Recipe[] = [
  { name: 'header last', args: film },
  { name: 'header first', args: [...film, '-movflags', '+faststart'] },
  { name: 'fragments', args: [...film, '-movflags', '+empty_moov+frag_keyframe'] },
  { name: 'fragments behind a header with samples', args: [...film, '-movflags', '+frag_keyframe'] },
  { name: 'a fragment for each frame', args: [...film, '-movflags', '+empty_moov+frag_every_frame'] },
  {
    name: 'fragments of one track each',
    args: [...film, '-movflags', '+empty_moov+separate_moof+frag_keyframe+default_base_moof'],
  },
  { name: 'fragments with edits', args: [...film, '-movflags', '+delay_moov+frag_keyframe'] },
  {
    name: 'fragments with an index in front',
    args: [...film, '-movflags', '+empty_moov+frag_keyframe+dash+global_sidx'],
  },
  { name: 'sound that comes late', args: [...picture, '-itsoffset', '0.7', ...tone, ...h264, ...aac] },
  { name: 'QuickTime with AAC', format: 'mov', args: film },
  {
    name: 'QuickTime with sound that no stream carries',
    format: 'mov',
    args: [...picture, ...tone, ...h264, '-c:a', 'pcm_s16be'],
    leftOut: ['pcm_s16be'],
  },
  { name: 'QuickTime with MP3', format: 'mov', args: [...picture, ...tone, ...h264, '-c:a', 'libmp3lame'] },
  { name: 'HEVC and AAC', args: [...picture, ...tone, ...hevc, ...aac], needs: ['libx265'] },
  { name: 'HEVC as hvc1', args: [...picture, ...hevc, '-tag:v', 'hvc1'], needs: ['libx265'] },
  { name: 'AV1 and Opus', args: [...picture, ...tone, ...av1, '-c:a', 'libopus'], needs: ['libaom-av1', 'libopus'] },
  {
    name: 'VP9 and FLAC',
    args: [...picture, ...tone, ...vp9, '-c:a', 'flac', '-strict', '-2'],
    needs: ['libvpx-vp9', 'flac'],
  },
  { name: 'AC-3', args: [...picture, ...tone, ...h264, '-c:a', 'ac3'], needs: ['ac3'] },
  { name: 'E-AC-3', args: [...tone, '-c:a', 'eac3'], needs: ['eac3'] },
  { name: 'MP3 at 22,050 Hz', args: [...tone, '-c:a', 'libmp3lame', '-ar', '22050'], needs: ['libmp3lame'] },
];

let encoders = '';
let folder = '';

beforeAll(async () => {
  encoders = await outputOf('ffmpeg', ['-hide_banner', '-encoders'], { timeout: 20_000 });
  folder = newFolder('mp4');
});

async function make(name: string, args: readonly string[], format = 'mp4'): Promise<string> {
  const path = join(folder, `${name.replaceAll(/\W+/g, '-')}.${format}`);
  const limits = ['-t', '3', '-f', format, path];
  await outputOf('ffmpeg', ['-v', 'error', '-y', ...args, ...limits], { timeout: 60_000 });
  return path;
}

describe('files of ffmpeg, sample by sample as ffprobe finds them', () => {
  test.each(RECIPES)('$name', async ({ name, args, format, needs = [], ...exceptions }) => {
    const lacking = needs.filter((encoder) => !encoders.includes(` ${encoder} `));
    if (lacking.length > 0) {
      console.warn(`${name}: skipped, as this ffmpeg has no ${lacking.join(', ')}`);
      return;
    }
    expect(await expectAsProbed(await make(name, args, format), exceptions)).toBeGreaterThan(40);
  });

  test('cut with an edit list, frames before the cut among them', async () => {
    const whole = await make('to be cut', film);
    const cut = join(folder, 'cut.mp4');
    const args = ['-v', 'error', '-y', '-ss', '1.5', '-i', whole, '-c', 'copy', cut];
    await outputOf('ffmpeg', args, { timeout: 20_000 });
    expect(await expectAsProbed(cut)).toBeGreaterThan(40);
  });

  test('sizes of 64 bits', async () => {
    const path = await make('long boxes', film);
    const long = join(folder, 'long.mp4');
    writeFileSync(long, withLongMedia(new Uint8Array(readFileSync(path))));
    expect(await expectAsProbed(long)).toBeGreaterThan(40);
  });
});

/** The 8 bytes of `free` in front of `mdat` become a part of its header: nothing moves. */
function withLongMedia(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer);
  const free = view.getUint32(0);
  const size = view.getUint32(free + 8);
  expect([view.getUint32(free), new TextDecoder().decode(bytes.subarray(free + 12, free + 16))]).toEqual([8, 'mdat']);
  view.setUint32(free, 1);
  bytes.set(new TextEncoder().encode('mdat'), free + 4);
  view.setBigUint64(free + 8, BigInt(size + 8));
  return bytes;
}

describe('what is told before the first frame', () => {
  async function told(path: string): Promise<Map<string, string>> {
    const { metadata } = await openMp4(new MemoryMediaFile(new Uint8Array(readFileSync(path))));
    return new Map(
      metadata.map(({ payload }) => {
        const [name, value] = decodeAmf0(payload);
        return [describeAmf(name), describeAmf(value, 4000)];
      }),
    );
  }

  test('tags and what the tracks are', async () => {
    const path = await make('tagged', [...film, '-metadata', 'title=Nachts', '-metadata', 'track=3/9']);
    const metadata = (await told(path)).get('"onMetaData"');
    for (const fact of [
      /"duration": 3\.1\d+,/,
      /"width": 160, "height": 120, "videocodecid": "avc1", "avcprofile": 100/,
      /"videoframerate": 15,/,
      /"audiocodecid": "mp4a", "audiosamplerate": 48000, "audiochannels": 1, "aacaot": 2/,
      /"seekpoints": \[\{"time": 0, "offset": 48\}, \{"time": 1,/,
      /"tags": \{"©nam": "Nachts", .*"trkn": "3\/9"/,
    ]) {
      expect(metadata).toMatch(fact);
    }
  });

  test('subtitles are text data at their time', async () => {
    const subtitles = join(folder, 'text.srt');
    writeFileSync(subtitles, '1\n00:00:00,500 --> 00:00:01,500\nGrüße\n\n2\n00:00:02,000 --> 00:00:02,500\nzwei\n');
    const codec = ['-c:s', 'mov_text', '-metadata:s:s:0', 'language=deu'];
    const path = await make('subtitles', [...picture, ...tone, '-i', subtitles, ...h264, ...aac, ...codec]);
    const source = await openMp4(new MemoryMediaFile(new Uint8Array(readFileSync(path))));
    const texts = (await playedFrom(source, 0))
      .filter(({ kind }) => kind === 'data')
      .map(({ timestamp, payload }) => [timestamp, describeAmf(decodeAmf0(payload)[1])] as const);
    const shown = texts.filter(([, text]) => !text.includes('"text": ""'));
    // All is 133 ms later than told, so that the first picture with B-frames behind it is decoded at 0.
    expect(shown.map(([time]) => time)).toEqual([633, 2133]);
    expect(shown[0]?.[1]).toContain('"text": "Grüße"');
    expect(shown[0]?.[1]).toContain('"language": "deu"');
  });
});
