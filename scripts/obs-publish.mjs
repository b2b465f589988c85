// Publishes with a real OBS on a virtual screen to a server that is running, plays the stream with ffmpeg,
// and says how many frames arrived:
//   node scripts/obs-publish.mjs [rtmp://127.0.0.1/live] [seconds]
// On Debian: apt-get install obs-studio xvfb dbus-x11 ffmpeg
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { elapsedSince, runScript, runStep, runToEnd, say, StepFailed } from './progress.mjs';

const [server = 'rtmp://127.0.0.1/live', length = '8'] = process.argv.slice(2);
const seconds = Number(length);
const key = `obs-${process.pid}`;
const NAME = 'Afterglow';
const FRAMES_PER_SECOND = 30;

/** What OBS reads at its start, below its home: no questions, our server, a moving picture with a tone. */
const settings = {
  'global.ini': ini({
    General: { FirstRun: true, LastVersion: 486539265, EnableAutoUpdates: false, InfoIncrement: 100 },
    Basic: {
      Profile: NAME,
      ProfileDir: NAME,
      SceneCollection: NAME,
      SceneCollectionFile: NAME,
      ConfigOnNewProfile: false,
    },
    OBSWebSocket: { ServerEnabled: false, FirstLoad: false },
  }),
  [`basic/profiles/${NAME}/basic.ini`]: ini({
    General: { Name: NAME },
    Output: { Mode: 'Simple', Reconnect: false },
    SimpleOutput: { VBitrate: 1500, ABitrate: 128, StreamEncoder: 'x264', Preset: 'ultrafast' },
    Video: { BaseCX: 1280, BaseCY: 720, OutputCX: 640, OutputCY: 360, FPSCommon: FRAMES_PER_SECOND },
  }),
  [`basic/profiles/${NAME}/service.json`]: JSON.stringify({
    type: 'rtmp_custom',
    settings: { server, key, use_auth: false, bwtest: false },
  }),
  [`basic/scenes/${NAME}.json`]: JSON.stringify({
    name: NAME,
    current_scene: 'Scene',
    current_program_scene: 'Scene',
    scene_order: [{ name: 'Scene' }],
    sources: [
      { id: 'scene', name: 'Scene', settings: { items: [{ name: 'Picture', id: 1, visible: true }], id_counter: 1 } },
      {
        id: 'ffmpeg_source',
        name: 'Picture',
        settings: {
          is_local_file: false,
          input_format: 'lavfi',
          input: `testsrc2=size=1280x720:rate=${FRAMES_PER_SECOND}[out0];sine=frequency=440[out1]`,
        },
      },
    ],
  }),
};

function ini(sections) {
  const lines = Object.entries(sections).flatMap(([section, keys]) => [
    `[${section}]`,
    ...Object.entries(keys).map(([name, value]) => `${name}=${value}`),
  ]);
  return `${lines.join('\n')}\n`;
}

function requirePrograms() {
  const absent = ['obs', 'xvfb-run', 'dbus-run-session', 'ffmpeg'].filter(
    (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0,
  );
  if (absent.length === 0) return;
  throw new StepFailed(`there is no ${absent.join(', ')} here: apt-get install obs-studio xvfb dbus-x11 ffmpeg`);
}

/** Starts OBS in a process group of its own, which `stop` ends as a whole. */
function startObs(home) {
  for (const [file, content] of Object.entries(settings)) {
    const path = join(home, '.config/obs-studio', file);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content);
  }
  const obs = ['obs', '--multi', '--profile', NAME, '--collection', NAME, '--startstreaming', '--verbose'];
  const child = spawn(
    'xvfb-run',
    ['--auto-servernum', '--server-args=-screen 0 1280x800x24', 'dbus-run-session', ...obs],
    {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        HOME: home,
        XDG_CONFIG_HOME: join(home, '.config'),
        XDG_RUNTIME_DIR: home,
        QT_QPA_PLATFORM: 'xcb',
        LIBGL_ALWAYS_SOFTWARE: '1',
      },
    },
  );
  let log = '';
  for (const output of [child.stdout, child.stderr]) output.setEncoding('utf8').on('data', (text) => (log += text));
  const ended = new Promise((resolve) => child.once('close', resolve));
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch {
      // It has ended already.
    }
  };
  return {
    log: () => log,
    async stop() {
      signal('SIGTERM');
      const timer = setTimeout(() => signal('SIGKILL'), 5000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Records the stream, which may begin up to half a minute from now. */
async function play(file) {
  await runStep({
    title: `OBS publishes ${server}/${key}, ffmpeg plays ${seconds} s of it`,
    command: 'timeout',
    args: [
      `${seconds + 60}`,
      ...['ffmpeg', '-v', 'error', '-y', '-rw_timeout', '45000000', '-i', `${server}/${key}`],
      ...['-t', `${seconds}`, '-c', 'copy', file],
    ],
    mend: `nothing to play came from ${server}/${key}. Is the server running, and does it let this machine publish?`,
  });
}

async function countFrames(file) {
  const args = ['-v', 'error', '-count_packets', '-show_entries', 'stream=codec_type,codec_name,nb_read_packets'];
  const { status, output } = await runToEnd({ command: 'ffprobe', args: [...args, '-of', 'json', file] });
  if (status !== 0) throw new StepFailed(`the recording cannot be read: ${output}`);
  return JSON.parse(output).streams.map((stream) => ({ ...stream, frames: Number(stream.nb_read_packets) }));
}

await runScript(async () => {
  requirePrograms();
  const start = performance.now();
  const home = mkdtempSync(join(tmpdir(), 'afterglow-obs-'));
  const obs = startObs(home);
  try {
    const recording = join(home, 'played.flv');
    await play(recording);
    const tracks = await countFrames(recording);
    for (const { codec_type, codec_name, frames } of tracks) say(`  ${codec_type}: ${frames} frames of ${codec_name}`);
    const video = tracks.find((track) => track.codec_type === 'video')?.frames ?? 0;
    const expected = seconds * FRAMES_PER_SECOND;
    if (video < expected * 0.9) throw new StepFailed(`only ${video} of about ${expected} video frames arrived.`);
    say(`✓ OBS publishes and its stream plays (${elapsedSince(start)})`);
  } catch (error) {
    say(`What OBS said last:\n${obs.log().split('\n').slice(-25).join('\n')}`);
    throw error;
  } finally {
    await obs.stop();
    rmSync(home, { recursive: true, force: true });
  }
});
