import { Program } from './program.js';

/**
 * Encodes a test picture and a tone as they pass and publishes them with GStreamer's own RTMP code. What is published
 * is at the same time written to `copy`, an FLV file.
 */
export function publishWithGstreamer(url: string, copy: string, seconds: number, timeout = 60_000): Program {
  const pipeline = [
    ['flvmux', 'name=mux', 'streamable=true', '!', 'tee', 'name=both'],
    ['both.', '!', 'queue', '!', 'rtmp2sink', `location=${url}`],
    ['both.', '!', 'queue', '!', 'filesink', `location=${copy}`],
    [
      'videotestsrc',
      'is-live=true',
      `num-buffers=${seconds * 25}`,
      '!',
      'video/x-raw,width=320,height=240,framerate=25/1',
    ],
    ['!', 'x264enc', 'tune=zerolatency', 'speed-preset=ultrafast', 'key-int-max=25', '!', 'h264parse', '!', 'mux.'],
    ['audiotestsrc', 'is-live=true', `num-buffers=${seconds * 43}`, '!', 'audio/x-raw,rate=44100,channels=2'],
    ['!', 'avenc_aac', '!', 'aacparse', '!', 'mux.'],
  ];
  return new Program('gst-launch-1.0', ['-e', ...pipeline.flat()], { timeout });
}

/**
 * Publishes an FLV file as it is and as fast as it goes, with librtmp: the library of rtmpdump, which itself only plays.
 * It stays when the file is at its end, as through HTTP librtmp does not wait until what it sent has arrived.
 */
export function publishWithLibrtmp(file: string, url: string, timeout = 60_000): Program {
  const staying = ['videotestsrc', 'is-live=true', '!', 'fakesink'];
  const pipeline = ['filesrc', `location=${file}`, '!', 'rtmpsink', `location=${url} live=1`, ...staying];
  return new Program('gst-launch-1.0', pipeline, { timeout });
}

/** Plays into an FLV file with GStreamer's own RTMP code. It stays when the stream is unpublished. */
export function playWithGstreamer(url: string, file: string, timeout = 60_000): Program {
  const pipeline = ['rtmp2src', `location=${url}`, '!', 'filesink', `location=${file}`, 'buffer-mode=unbuffered'];
  const env = { ...process.env, GST_DEBUG: 'rtmpconnection:5,rtmpamf:6', GST_DEBUG_NO_COLOR: '1' };
  return new Program('gst-launch-1.0', ['-e', ...pipeline], { timeout, env });
}

/** Ends a GStreamer pipeline as Ctrl-C does: what it holds is written. */
export async function endPipeline(player: Program): Promise<void> {
  player.kill('SIGINT');
  await player.endsWithin(5_000);
}

/** Resolves when a GStreamer player has asked for its stream. */
export async function gstreamerHasAsked(player: Program): Promise<void> {
  await player.printed(/Sending command 'play'/);
}

/** Resolves when a GStreamer player was told the status `code` for the `count`th time. */
export async function gstreamerWasTold(player: Program, code: string, count = 1): Promise<void> {
  await player.printed(new RegExp(`(?:"${code}"[^]*?){${count}}`));
}
