import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Metrics } from '../support/admin-client.js';
import { writeFiles } from '../support/configuration-folder.js';
import { hasAsked, hasBegun, hasMedia, playWithFfmpeg, publishWithFfmpeg, unpublishedFor } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import type { Frame, Tracks } from '../support/media-frames.js';
import { readTracks } from '../support/media-frames.js';
import { expectFaithful, firstGap } from '../support/media-judge.js';
import type { Program } from '../support/program.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

/** Bytes per second: half of what the heavy stream has, and more than twice the light one. */
const CAP = 150_000;
const UPLINK_CAP = 300_000;
/** What may pass at once: the largest frame is shorter. */
const ONE_MESSAGE = 40_000;

const capped = (section: string, direction: string, rate: number): string =>
  `${section}: { bandwidthCap: { ${direction}: ${rate} } }\n`;

describeWith(['ffmpeg'], 'bandwidth caps', () => {
  let server: ServerProcess;
  let heavy: string;
  let light: string;
  beforeAll(async () => {
    [heavy, light] = [await testMedia('noise and aac'), await testMedia('h264 and aac')];
    const folder = newFolder('applications');
    await writeFiles(folder, {
      'apps/live/': '',
      'apps/downlink/application.yaml': capped('client', 'serverToClient', CAP),
      'apps/downlinks/application.yaml': capped('resourceLimits', 'serverToClient', CAP),
      'apps/uplink/application.yaml': capped('client', 'clientToServer', UPLINK_CAP),
      'apps/uplinks/application.yaml': capped('resourceLimits', 'clientToServer', UPLINK_CAP),
    });
    server = await ServerProcess.start(['--apps', join(folder, 'apps')]);
  });
  afterAll(async () => {
    await server.stop();
  });

  it.concurrent('a player over its own loses frames in the order of loss, and its neighbours lose none', async () => {
    const fat = await playing('downlink', 'fat');
    const thin = await playing('downlink', 'thin');
    const elsewhere = await playing('live', 'fat');
    const publishers = [
      publishWithFfmpeg(heavy, server.url('fat', 'downlink')),
      publishWithFfmpeg(light, server.url('thin', 'downlink')),
      publishWithFfmpeg(heavy, server.url('fat', 'live')),
    ];
    const seconds = await secondsOf(fat.program);
    for (const publisher of publishers) expect((await publisher.ended).code).toBe(0);
    await unpublishedFor(fat.program, thin.program, elsewhere.program);

    const published = await readTracks(heavy);
    expectFaithful(await readTracks(light), await readTracks(thin.recording), 'from the start');
    expectFaithful(published, await readTracks(elsewhere.recording), 'from the start');
    const losses = expectRightLosses(published, await readTracks(fat.recording));
    expectCounted(await dropped('downlink'), [losses]);
    expect(await dropped('live')).toEqual({ video: 0, audio: 0 });
    expectWithin(statSync(fat.recording).size, seconds, 1);
  });

  it.concurrent(
    'the players of an application share its own, and those of another application lose nothing',
    async () => {
      const players = [await playing('downlinks', 'fat'), await playing('downlinks', 'fat')];
      const elsewhere = await playing('live', 'beside');
      const publishers = [
        publishWithFfmpeg(heavy, server.url('fat', 'downlinks')),
        publishWithFfmpeg(light, server.url('beside', 'live')),
      ];
      const seconds = await secondsOf(...players.map(({ program }) => program));
      for (const publisher of publishers) expect((await publisher.ended).code).toBe(0);
      await unpublishedFor(...players.map(({ program }) => program), elsewhere.program);

      const published = await readTracks(heavy);
      expectFaithful(await readTracks(light), await readTracks(elsewhere.recording), 'from the start');
      const losses: Losses[] = [];
      for (const { recording } of players) losses.push(expectRightLosses(published, await readTracks(recording)));
      expectCounted(await dropped('downlinks'), losses);
      const bytes = players.map(({ recording }) => statSync(recording).size);
      expectWithin(bytes[0]! + bytes[1]!, seconds, players.length);
    },
  );

  it.concurrent.each([
    ['a publisher over its own is', 'uplink', ['one']],
    ['the publishers of an application over its own are', 'uplinks', ['one', 'two']],
  ])('%s heard no faster than that, and their neighbour is not slowed down', async (_who, app, names) => {
    const players = await Promise.all(names.map((name) => playing(app, name)));
    const elsewhere = await playing('live', app);
    const publishers = names.map((name) => publishWithFfmpeg(heavy, server.url(name, app), { rate: 20 }));
    const beside = publishWithFfmpeg(light, server.url(app, 'live'));
    const seconds = await secondsOf(...players.map(({ program }) => program));
    for (const publisher of [...publishers, beside]) expect((await publisher.ended).code).toBe(0);
    await unpublishedFor(elsewhere.program);

    const published = await readTracks(heavy);
    for (const { recording } of players) expectBeginning(published, await readTracks(recording));
    expectFaithful(await readTracks(light), await readTracks(elsewhere.recording), 'from the start');
    expect(await dropped(app)).toEqual({ video: 0, audio: 0 });
    const bytes = await counted(app, 'afterglow_media_received_bytes_total');
    expect(bytes).toBeGreaterThan(UPLINK_CAP);
    expect(bytes).toBeLessThan(UPLINK_CAP * (seconds + 1) + names.length * ONE_MESSAGE);
  });

  it('a publisher that goes on above its own is held up, and what waits for it does not grow', async () => {
    const publisher = publishWithFfmpeg(heavy, server.url('held', 'uplink'), { rate: 100, times: 1000 });
    await hasBegun(publisher);
    const received = () => counted('uplink', 'afterglow_received_bytes_total');
    const media = () => counted('uplink', 'afterglow_media_received_bytes_total');
    const before = await media();
    // What it has at most in the server is what the system hands over at once.
    while ((await media()) < before + 5 * UPLINK_CAP)
      expect((await received()) - (await media())).toBeLessThan(4_000_000);
    publisher.kill('SIGKILL');
    await publisher.ended;
  });

  async function playing(app: string, name: string): Promise<{ program: Program; recording: string }> {
    const recording = join(newFolder('played'), `${name}.flv`);
    const program = playWithFfmpeg(server.url(name, app), recording);
    await hasAsked(program);
    return { program, recording };
  }

  async function counted(application: string, name: string, labels: Record<string, string> = {}): Promise<number> {
    const metrics = await Metrics.of(server);
    const value = metrics.process(name, { adaptor: '_defaultRoot_', vhost: '_defaultVHost_', application, ...labels });
    return value ?? Number.NaN;
  }

  async function dropped(application: string): Promise<Losses> {
    const [disposable, inter, key, audio] = await Promise.all(
      ['disposable', 'inter', 'key', 'audio'].map((kind) =>
        counted(application, 'afterglow_dropped_messages_total', { kind }),
      ),
    );
    return { video: disposable! + inter! + key!, audio: audio! };
  }
});

interface Losses {
  readonly video: number;
  readonly audio: number;
}

/** Seconds from when the server allows the first byte of media until the players have the last. */
async function secondsOf(...players: readonly Program[]): Promise<number> {
  const begun = performance.now();
  await Promise.all(players.map(hasMedia));
  await Promise.all(players.map(({ ended }) => ended));
  return (performance.now() - begun) / 1000;
}

/**
 * Expects that `played` is what was published but for frames that were lost as they should be: video goes on with a key
 * frame after each gap, and audio is lost last. Answers how many are gone.
 */
function expectRightLosses(published: Tracks, played: Tracks): Losses {
  const places = (kind: 'audio' | 'video'): number[] => {
    const all = new Map((published[kind]?.frames ?? []).map(({ hash }, index) => [hash, index]));
    return (played[kind]?.frames ?? []).map(({ hash }) => all.get(hash) ?? Number.NaN);
  };
  const frames: readonly Frame[] = published.video?.frames ?? [];
  const video = places('video');
  expect(video, 'every frame is one of the published, in order').toEqual(ascending(video));
  const afterGaps = video.filter((place, i) => place !== (video[i - 1] ?? -1) + 1);
  expect(afterGaps.length, 'gaps').toBeGreaterThan(1);
  expect(afterGaps.filter((place) => frames[place]?.keyFrame !== true)).toEqual([]);
  const lost = {
    video: frames.length - video.length,
    audio: (published.audio?.frames.length ?? 0) - (played.audio?.frames.length ?? 0),
  };
  expect(lost.audio / (published.audio?.frames.length ?? 0)).toBeLessThan(lost.video / frames.length);
  return lost;
}

/** Expects that each loss was counted. ffmpeg ends H.264 with a message that is no frame, and goes the way of the last. */
function expectCounted(counted: Losses, losses: readonly Losses[]): void {
  const lost = (kind: keyof Losses): number => losses.reduce((sum, one) => sum + one[kind], 0);
  expect(counted.audio).toBe(lost('audio'));
  expect(counted.video).toBeGreaterThanOrEqual(lost('video'));
  expect(counted.video).toBeLessThanOrEqual(lost('video') + losses.length);
}

/** Expects that `played` is what was published up to some frame, with nothing missing before. */
function expectBeginning(published: Tracks, played: Tracks): void {
  for (const kind of ['audio', 'video'] as const) {
    const frames = played[kind]?.frames ?? [];
    expect(frames.length).toBeGreaterThan(0);
    expect(firstGap(published[kind]?.frames.slice(0, frames.length) ?? [], frames)).toBe(undefined);
  }
}

function ascending(places: readonly number[]): number[] {
  return [...new Set(places)].filter((place) => !Number.isNaN(place)).sort((a, b) => a - b);
}

/** Players may have a second's worth that was saved up, one of debt, and each the frame that went over. */
function expectWithin(bytes: number, seconds: number, players: number): void {
  expect(bytes).toBeGreaterThan(CAP);
  expect(bytes).toBeLessThan(CAP * (seconds + 2) + players * ONE_MESSAGE);
}
