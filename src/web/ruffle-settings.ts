import type { FastifyInstance } from 'fastify';

/** `GET /ruffle.json`: what Ruffle needs to reach RTMP here, as its option `socketProxy` has it. */
export function ruffleSettings(http: FastifyInstance, rtmpPort: () => number): void {
  http.get('/ruffle.json', ({ hostname, host, protocol }) => {
    const proxyUrl = `${protocol === 'https' ? 'wss' : 'ws'}://${host}/rtmp`;
    return { socketProxy: [{ host: hostname, port: rtmpPort(), proxyUrl }] };
  });
}
