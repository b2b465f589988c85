import type { Exercise } from '../measurement.js';

/** An exercise in words. */
export function exerciseTitle({ scenario, size }: Exercise): string {
  switch (scenario) {
    case 'live':
      return `live: 1 publisher, ${size} players`;
    case 'publishers':
      return `publishers: ${size} publishers, each with 1 player`;
    case 'churn':
      return `churn: connect, play, leave; ${size} at once`;
    case 'start':
      return `start: 1 client up to Play.Start; first frame while ${size} join, 300 per second`;
    case 'recording':
      return `recording: 1 publisher, ${size} players`;
    case 'vod-one':
      return `vod-one: ${size} players of one file`;
    case 'vod-many':
      return `vod-many: ${size} players, each of its own file`;
    case 'vod-large':
      return `vod-large: ${size} players of one file of 2 GB`;
    case 'seek':
      return `seek: ${size} players, 100 seeks per second`;
    case 'sharedobject-one':
      return `sharedobject-one: ${size} clients of one object, 100 changes per second`;
    case 'sharedobject-many':
      return `sharedobject-many: ${size} objects of 2 clients each, 1,000 changes per second`;
    case 'call-asc':
      return `call-asc: ${size} clients call a method of main.asc, 10,000 times per second`;
    case 'call-ts':
      return `call-ts: ${size} clients call a method of a TypeScript application, 20,000 times per second`;
    case 'hls':
      return `hls: 1 publisher, ${size} viewers by HLS`;
    case 'hls-parts':
      return `hls-parts: 1 publisher, ${size} viewers by HLS with low latency`;
    case 'http-flv':
      return `http-flv: 1 publisher, ${size} players by FLV over HTTP`;
    case 'ws-flv':
      return `ws-flv: 1 publisher, ${size} players by FLV over WebSocket`;
    case 'rtmps':
      return `rtmps: 1 publisher, ${size} players by RTMPS`;
    case 'edge-split':
      return `edge-split: 1 publisher at the origin, ${size} players at two edges`;
    case 'edge-hits':
      return `edge-hits: ${size} players of one file of the origin at an edge`;
    case 'edge-failover':
      return `edge-failover: ${size} players at two edges whose origin hangs`;
    case 'api-clients':
      return `api-clients: ${size} clients are listed, 1 in 5 of them plays a stream`;
    case 'metrics-scrape':
      return `metrics-scrape: ${size} clients, 1 in 5 of them plays a stream`;
    case 'instances':
      return `instances: ${size} instances of chat, a client in each`;
  }
}
