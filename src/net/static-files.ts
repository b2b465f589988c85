import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** How long a browser may keep what never changes under its name: seconds. */
const LASTING = 365 * 24 * 60 * 60;

/** A file that is answered with. */
export interface StaticFile {
  /** Nothing outside of it is ever sent. */
  readonly folder: string;
  /** Below the folder, as a request names it. */
  readonly path: string;
  /** Its name changes with what is in it, so that no browser needs to ask again. */
  readonly isLasting?: boolean;
}

/**
 * Lets the routes of `http` answer with {@link sendFile}. Where there is a compressed copy beside a file (`.br`, `.gz`)
 * and the browser takes it, that is sent.
 */
export function allowFiles(http: FastifyInstance): void {
  http.register(fastifyStatic, { serve: false, preCompressed: true, index: false, dotfiles: 'ignore' });
}

/** Answers with a file; 404 if it is not there. */
export function sendFile(reply: FastifyReply, { folder, path, isLasting = false }: StaticFile): FastifyReply {
  // Otherwise a browser asks whether it has changed, and is told so in a few bytes.
  reply.header('cache-control', isLasting ? `public, max-age=${LASTING}, immutable` : 'no-cache');
  return reply.sendFile(path, folder, { cacheControl: false, dotfiles: 'ignore', index: false });
}
