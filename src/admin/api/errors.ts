import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../../log/logger.js';
import { KeyChangeError } from '../../storage/change-keys.js';
import { StorageError } from '../../storage/storage-error.js';
import { ControlError } from '../server-control.js';
import { UserChangeError } from '../users/user-change-error.js';
import { ApiError } from './api-error.js';

/** Answers a request that failed: what was wrong with it, or that the server is to blame. */
export function answerError(logger: Logger) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const answer = toApiError(error);
    if (answer.code === 'failed')
      logger.error('a request of the administration failed', {
        method: request.method,
        route: request.routeOptions.url,
        error,
      });
    const { retryAfter } = answer.more;
    if (retryAfter !== undefined) void reply.header('retry-after', Math.ceil(retryAfter / 1000));
    return reply.code(answer.status).type('application/json').serializer(JSON.stringify).send(answer.body);
  };
}

function toApiError(error: FastifyError): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof ControlError || error instanceof UserChangeError) return new ApiError(error.code, error.message);
  if (error instanceof KeyChangeError) return new ApiError('conflict', error.message);
  if (error instanceof StorageError) return new ApiError('not-possible', error.message);
  if (error.validation !== undefined) {
    const [first] = error.validation;
    const where = `${error.validationContext ?? 'request'}${first?.instancePath ?? ''}`;
    return new ApiError(
      'bad-request',
      `${where}: ${first?.message ?? 'is not right'}. /api/docs shows what is expected.`,
    );
  }
  if (error.statusCode === 404) return new ApiError('not-found', error.message);
  if (error.statusCode === 405) return new ApiError('wrong-method', error.message);
  if (error.statusCode === 413) return new ApiError('too-large', 'The body of the request is too long.');
  if (error.statusCode === 415) return new ApiError('wrong-type', 'The body of the request is to be application/json.');
  if (error.statusCode !== undefined && error.statusCode < 500) return new ApiError('bad-request', error.message);
  return new ApiError('failed', 'The server failed to do it; its log says why.');
}
