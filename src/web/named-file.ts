import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseStreamPath } from '../application/stream-path.js';
import { webRequest } from '../net/web-request.js';
import type { RecordedFiles } from './recorded-files.js';
import { refuse } from './refuse.js';

const BAD_PATH = 'The address names no file: /application/name.mp4 or /application/instance/name.mp4.';

/** `/application[/instance]/name.mp4`: recorded media as the file that it is, whole or in ranges. */
export function namedFile(
  request: FastifyRequest,
  reply: FastifyReply,
  files: RecordedFiles,
): FastifyReply | Promise<FastifyReply> {
  const { path, query } = webRequest(request.raw);
  const named = parseStreamPath(path, query);
  return named === undefined ? refuse(reply, 400, BAD_PATH) : files.answer(request, reply, named);
}
