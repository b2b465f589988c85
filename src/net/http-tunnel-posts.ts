import type { IncomingMessage } from 'node:http';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { DialTarget } from './dial-target.js';
import type { OutgoingAddresses } from './outgoing-addresses.js';
import { plainAddress } from './plain-address.js';
import type { TunnelPosts } from './tunnel-byte-stream.js';

/** Bytes of an answer. */
const MAX_ANSWER = 4 * 1024 * 1024;
/** Milliseconds for an answer. */
const TIMEOUT = 15_000;

/** The posts of one RTMPT connection, over one connection of HTTP that is kept open. */
export class HttpTunnelPosts implements TunnelPosts {
  readonly remotePort: number;
  readonly secure: boolean;
  #remoteAddress = '';
  readonly #agent: HttpAgent | HttpsAgent;

  /** @param certificates of those who say who a server is, in PEM; undefined for those that come with Node.js */
  constructor(
    private readonly target: DialTarget,
    private readonly addresses: OutgoingAddresses,
    certificates: string | undefined,
  ) {
    this.remotePort = target.port;
    this.secure = target.secure;
    const options = { keepAlive: true, maxSockets: 1 };
    const trust = certificates === undefined ? {} : { ca: certificates };
    this.#agent = target.secure ? new HttpsAgent({ ...options, ...trust }) : new HttpAgent(options);
  }

  get remoteAddress(): string {
    return this.#remoteAddress;
  }

  post(path: string, body: Uint8Array): Promise<Uint8Array> {
    const { host, port, secure } = this.target;
    return new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/x-fcs',
        'content-length': body.length,
        // Some servers look at it.
        'user-agent': 'Shockwave Flash',
      };
      const options = { method: 'POST', host, port, path, headers, agent: this.#agent, lookup: this.addresses.lookup };
      const request = (secure ? httpsRequest : httpRequest)({ ...options, timeout: TIMEOUT });
      request.on('timeout', () => request.destroy(new Error('no answer in time')));
      request.on('error', reject);
      let isAnswered = false;
      request.on('close', () => {
        if (!isAnswered) reject(new Error('it closed the connection'));
      });
      request.on('response', (response) => {
        isAnswered = true;
        this.#remoteAddress ||= plainAddress(response.socket.remoteAddress);
        if (response.statusCode === 200) return void readAnswer(response).then(resolve, reject);
        response.resume();
        reject(new Error(`it answers ${response.statusCode}`));
      });
      request.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

async function readAnswer(response: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER) throw new Error(`it answers more than ${MAX_ANSWER} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
