import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Answers a request of RTMPT. The names of the headers are written as librtmp and Flash Player compare them, the length
 * is said, and the connection stays open for clients of HTTP/1.0 too, unless they want it closed.
 */
export function answerTunnel(
  request: IncomingMessage,
  response: ServerResponse,
  mimeType: string,
  parts: readonly Uint8Array[],
): void {
  const closes = request.headers.connection?.toLowerCase() === 'close';
  response.writeHead(200, {
    'Content-Type': mimeType,
    'Content-Length': parts.reduce((sum, { length }) => sum + length, 0),
    'Cache-Control': 'no-cache',
    'X-Content-Type-Options': 'nosniff',
    Connection: closes ? 'close' : 'Keep-Alive',
  });
  for (const part of parts) response.write(part);
  response.end();
}

/** Refuses a request of RTMPT. What still comes of it is not waited for. */
export function refuseTunnel(response: ServerResponse, status: number, text: string): void {
  const body = Buffer.from(`${text}\n`);
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
    ...(status === 405 ? { Allow: 'POST' } : {}),
  });
  response.end(body);
}
