import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { refusalBody } from './http-refusal.js';

const STATUS: ReadonlyMap<string, number> = new Map([
  ['HPE_HEADER_OVERFLOW', 431],
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
]);

/** Answers what is no request of HTTP in the form of all other refusals, and closes the connection. */
export function answerBroken(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const status = STATUS.get(error.code ?? '') ?? 400;
  const name = STATUS_CODES[status] ?? '';
  const body = JSON.stringify(refusalBody(status, `This is no request that can be answered: ${name}.`));
  const head = `HTTP/1.1 ${status} ${name}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}`;
  if (socket.writable) socket.write(`${head}\r\nConnection: close\r\n\r\n${body}`);
  socket.destroy(error);
}
