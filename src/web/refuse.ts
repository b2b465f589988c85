import type { FastifyReply } from 'fastify';

/** Answers in words for who reads them. */
export function refuse(reply: FastifyReply, status: number, description: string): FastifyReply {
  return reply.code(status).type('text/plain; charset=utf-8').send(`${description}\n`);
}
