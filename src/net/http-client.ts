import { readFile } from 'node:fs/promises';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isCertificateError } from './certificate-error.js';
import { HttpRequestError } from './http-request-error.js';
import type { AddressAuthor, Resolver } from './outgoing-addresses.js';
import { OutgoingAddresses } from './outgoing-addresses.js';

export interface HttpPost {
  /** `http:` or `https:`. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** `http:` or `https:`. */
  readonly url: URL;
  /** Of headers that come more than once, all values. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Of a POST. */
  readonly body: Uint8Array;
}

/** What came, whatever the status, in bytes. */
export interface HttpBytesAnswer {
  readonly status: number;
  /** The media type, in lower case and without its parameters; empty if none was named. */
  readonly type: string;
  /** Where it is said to be instead; undefined if that is not said. */
  readonly location: string | undefined;
  readonly body: Uint8Array;
}

/** What came, whatever the status: nothing is followed to elsewhere. */
export interface HttpAnswer {
  readonly status: number;
  /** The media type, in lower case and without its parameters; empty if none was named. */
  readonly type: string;
  readonly body: string;
}

/** Makes requests. */
export interface HttpPoster {
  /** Rejects with an HttpRequestError if there is no answer; `signal` ends the waiting, however the bytes come. */
  post(post: HttpPost, signal: AbortSignal): Promise<HttpAnswer>;
  /** Ends what is open. */
  close(): void;
}

export interface HttpClientOptions {
  /** Private addresses and networks that names of hosts may stand for. */
  readonly allow: readonly string[];
  /** A file with the certificates that servers are trusted by; undefined for those that come with Node.js. */
  readonly caFile: string | undefined;
  /** Connections at a time. */
  readonly maxConnections: number;
  /** Bytes of an answer. */
  readonly maxAnswer: number;
  /** Instead of the system's. */
  readonly resolver?: Resolver;
  /** Who wrote the addresses; default `operator`. See {@link OutgoingAddresses}. */
  readonly author?: AddressAuthor;
}

/** Milliseconds for which a connection waits for the next request; less than most servers allow. */
const KEEP_ALIVE = 4_000;
/** Bytes of all headers of an answer together. */
const MAX_HEADERS = 16 * 1024;

/**
 * Makes requests by HTTP/1.1 to hosts that the operator or a script has named. It goes there directly, whatever the environment
 * says of proxies, to an address that was checked, over TLS only to who can show a certificate, and follows nothing.
 */
export class HttpClient implements HttpPoster {
  readonly #addresses: OutgoingAddresses;
  readonly #http: HttpAgent;
  #https: Promise<HttpsAgent> | undefined;

  constructor(private readonly options: HttpClientOptions) {
    this.#addresses = new OutgoingAddresses(options.allow, options.resolver, options.author);
    this.#http = new HttpAgent(this.#agentOptions);
  }

  async post({ url, headers, body }: HttpPost, signal: AbortSignal): Promise<HttpAnswer> {
    const {
      status,
      type,
      body: bytes,
    } = await this.request({ method: 'POST', url, headers, body: Buffer.from(body) }, signal);
    return { status, type, body: Buffer.from(bytes).toString('utf8') };
  }

  /** As {@link post}, in bytes. */
  async request(asked: HttpRequest, signal: AbortSignal): Promise<HttpBytesAnswer> {
    const { url } = asked;
    const refusal = this.#addresses.refusesHost(url.hostname);
    if (refusal !== undefined) throw new HttpRequestError('address', refusal);
    const agent = url.protocol === 'https:' ? await this.#secureAgent() : this.#http;
    return new Promise((resolve, reject) => {
      // A promise takes the first of what is said; a socket that is destroyed says more.
      const failed = (error: Error) => reject(asRequestError(error, url, signal));
      const request = this.#request(asked, agent, signal);
      let isAnswered = false;
      request.on('error', failed);
      request.on('close', () => {
        if (!isAnswered) failed(new Error('it closed the connection'));
      });
      request.on('response', (response) => {
        isAnswered = true;
        response.on('error', failed);
        this.#read(response).then(resolve, (error: unknown) => {
          request.destroy();
          failed(error as Error);
        });
      });
      request.end(asked.body);
    });
  }

  close(): void {
    this.#http.destroy();
    this.#https?.then(
      (agent) => agent.destroy(),
      () => undefined,
    );
  }

  get #agentOptions() {
    return {
      keepAlive: true,
      keepAliveMsecs: KEEP_ALIVE,
      timeout: KEEP_ALIVE,
      maxSockets: this.options.maxConnections,
    };
  }

  #secureAgent(): Promise<HttpsAgent> {
    const { caFile } = this.options;
    this.#https ??= (caFile === undefined ? Promise.resolve(undefined) : readFile(caFile)).then(
      (ca) => new HttpsAgent({ ...this.#agentOptions, rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) }),
      (error: unknown) => {
        this.#https = undefined;
        throw new HttpRequestError('certificate', `${caFile} cannot be read`, error);
      },
    );
    return this.#https;
  }

  #request({ method, url, headers, body }: HttpRequest, agent: HttpAgent, signal: AbortSignal): ClientRequest {
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    return request(url, {
      method,
      agent,
      signal,
      headers: { ...headers, ...(method === 'POST' ? { 'content-length': body.length } : {}) },
      lookup: this.#addresses.lookup,
      maxHeaderSize: MAX_HEADERS,
      // Of the agent this one bounds how long a connection waits; a request has its signal.
      timeout: 0,
    });
  }

  async #read(response: IncomingMessage): Promise<HttpBytesAnswer> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > this.options.maxAnswer) {
        throw new HttpRequestError('too-large', `the answer is longer than ${this.options.maxAnswer} bytes`);
      }
      chunks.push(chunk);
    }
    const [type = ''] = (response.headers['content-type'] ?? '').split(';');
    const { statusCode: status = 0, headers } = response;
    return { status, type: type.trim().toLowerCase(), location: headers.location, body: Buffer.concat(chunks) };
  }
}

function asRequestError(error: Error & { code?: unknown }, url: URL, signal: AbortSignal): HttpRequestError {
  if (error instanceof HttpRequestError) return error;
  if (signal.aborted) return new HttpRequestError('aborted', `no answer from ${url.host} in time`, error);
  const code = typeof error.code === 'string' ? error.code : '';
  if (code.startsWith('HPE_')) return new HttpRequestError('protocol', `${url.host} does not answer by HTTP`, error);
  if (isCertificateError(code)) {
    return new HttpRequestError('certificate', `${url.host} is not to be trusted: ${code}`, error);
  }
  return new HttpRequestError('connection', `no answer from ${url.host}: ${code || error.message}`, error);
}
