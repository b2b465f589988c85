import { stopStream } from './stop-stream.js';
import type { StreamCommand } from './command-handler.js';

/** `closeStream`: stops publishing or playing; the stream can be used again. */
export const closeStream: StreamCommand = stopStream;
