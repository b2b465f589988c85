// Copies media with libav: node libav-copy.mjs <folder of node_modules> <output> <input>...
//
// All tracks of all inputs go to the output, an RTMP address at the pace of their timestamps, without decoding; the
// output `-` is nowhere. One line of JSON on standard output tells of each track (`track`, `kind`, `codec`, `setup`), one
// of each packet (`track`, `dts` and `pts` in milliseconds, `key`, `hash`).
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// node-av is made for Node.js 22.
Promise.withResolvers ??= function withResolvers() {
  let resolve, reject;
  const promise = new this((...settle) => ([resolve, reject] = settle));
  return { promise, resolve, reject };
};

const [folder, output, ...inputs] = process.argv.slice(2);
const load = createRequire(join(folder, 'package.json'));
const { avGetCodecName, Dictionary, FFmpegError, FormatContext, Packet, Rational } = await import(
  pathToFileURL(load.resolve('node-av/lib')).href
);

const MILLISECONDS = new Rational(1, 1000);
const KINDS = ['video', 'audio'];
const END_OF_FILE = -541478725;

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const hash = (bytes) => createHash('md5').update(bytes).digest('hex');
const check = (code, what) => FFmpegError.throwIfError(code, what);

async function open(url) {
  const context = new FormatContext();
  check(await context.openInput(url, null, Dictionary.fromObject({ rw_timeout: '15000000' })), url);
  check(await context.findStreamInfo(), url);
  return { context, packet: undefined };
}

/** The input whose next packet is due first. */
async function next(sources) {
  for (const source of sources) {
    if (source.packet !== undefined) continue;
    const packet = new Packet();
    packet.alloc();
    const code = await source.context.readFrame(packet);
    if (code < 0 && code !== END_OF_FILE) process.stderr.write(`reading ended with ${code}\n`);
    source.packet = code < 0 ? null : packet;
    if (code < 0) continue;
    const { timeBase } = source.context.streams[packet.streamIndex];
    packet.rescaleTs(timeBase, MILLISECONDS);
  }
  const ready = sources.filter(({ packet }) => packet !== null);
  return ready.sort((a, b) => Number(a.packet.dts - b.packet.dts))[0];
}

const sources = [];
for (const input of inputs) sources.push(await open(input));
const sink = output === '-' ? undefined : new FormatContext();
if (sink !== undefined) check(sink.allocOutputContext2(null, 'flv', output), output);
let tracks = 0;
for (const source of sources) {
  source.tracks = source.context.streams.map(({ codecpar }) => {
    const kind = KINDS[codecpar.codecType];
    if (kind === undefined) return undefined;
    if (sink !== undefined) {
      const parameters = sink.newStream(null).codecpar;
      check(codecpar.copy(parameters), 'parameters');
      parameters.codecTag = 0;
    }
    say({ track: tracks, kind, codec: avGetCodecName(codecpar.codecId), setup: hash(codecpar.extradata ?? '') });
    return tracks++;
  });
}
if (sink !== undefined) {
  check(await sink.openOutput(), output);
  check(await sink.writeHeader(), 'header');
}

const start = performance.now();
let first;
for (let source = await next(sources); source !== undefined; source = await next(sources)) {
  const { packet } = source;
  source.packet = undefined;
  const track = source.tracks[packet.streamIndex];
  // A packet without bytes carries a changed sequence header beside it.
  if (track === undefined || packet.size === 0) continue;
  const [dts, pts] = [Number(packet.dts), Number(packet.pts)];
  say({ track, dts, pts, key: packet.isKeyframe, hash: hash(packet.data) });
  if (sink !== undefined) {
    first ??= dts;
    const wait = dts - first - (performance.now() - start);
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    packet.streamIndex = track;
    packet.rescaleTs(MILLISECONDS, sink.streams[track].timeBase);
    check(await sink.interleavedWriteFrame(packet), 'packet');
  }
  packet.free();
}
if (sink !== undefined) {
  check(await sink.writeTrailer(), 'trailer');
  await sink.closeOutput();
}
