import type { HttpBytesAnswer, HttpRequest } from '../../net/http-client.js';
import { HttpClient } from '../../net/http-client.js';
import { HttpRequestError } from '../../net/http-request-error.js';
import type { ScriptHttpAnswer, ScriptHttpRequest, ScriptHttpService } from '../protocol/script-services.js';

/** Requests of one instance that are under way. */
const MAX_REQUESTS = 100;
/** Connections to one server. */
const MAX_CONNECTIONS = 10;
/** Bytes of an answer. */
const MAX_ANSWER = 16 * 1024 * 1024;
/** Milliseconds for all of it, other places that it is found at included. */
const TIMEOUT = 60_000;
const MAX_REDIRECTS = 10;

/** Of ours alone. */
const RESERVED = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** What one server is told is not told another. */
const PERSONAL = new Set(['authorization', 'cookie']);

/** What an instance of a script asks web servers. */
export class HttpService implements ScriptHttpService {
  readonly #http: HttpClient;
  readonly #requests = new Map<number, AbortController>();
  #last = 0;

  /**
   * @param allow private addresses and networks that may be asked
   * @param enqueue calls what it is given in the turn of the instance
   */
  constructor(
    allow: readonly string[],
    private readonly enqueue: (run: () => void) => void,
  ) {
    this.#http = new HttpClient({
      allow,
      author: 'script',
      caFile: undefined,
      maxConnections: MAX_CONNECTIONS,
      maxAnswer: MAX_ANSWER,
    });
  }

  readonly request = (request: ScriptHttpRequest, told: (answer: ScriptHttpAnswer) => void): number => {
    const number = ++this.#last;
    const controller = new AbortController();
    const isTooMany = this.#requests.size >= MAX_REQUESTS;
    this.#requests.set(number, controller);
    const answered = isTooMany
      ? Promise.resolve({ error: `there are ${MAX_REQUESTS} requests under way already` })
      : this.#ask(request, controller.signal);
    void answered.then((answer) => {
      this.enqueue(() => {
        if (this.#requests.delete(number)) told(answer);
      });
    });
    return number;
  };

  readonly cancel = (number: number): void => {
    const controller = this.#requests.get(number);
    this.#requests.delete(number);
    controller?.abort();
  };

  close(): void {
    for (const number of [...this.#requests.keys()]) this.cancel(number);
    this.#http.close();
  }

  async #ask({ method, url, headers, body }: ScriptHttpRequest, signal: AbortSignal): Promise<ScriptHttpAnswer> {
    const timeout = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]);
    try {
      let asked: HttpRequest = { method, url: httpUrl(url), headers: headersOf(headers), body };
      for (let redirects = 0; ; redirects++) {
        const answer = await this.#http.request(asked, timeout);
        const next = redirected(asked, answer);
        if (next === undefined) return { status: answer.status, type: answer.type, body: answer.body };
        if (redirects === MAX_REDIRECTS) return { error: `${asked.url.host} sends it from one place to another` };
        asked = next;
      }
    } catch (error) {
      return { error: error instanceof HttpRequestError || error instanceof TypeError ? error.message : String(error) };
    }
  }
}

/** Throws TypeError. */
function httpUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new TypeError('the address must begin with http:// or https://');
  }
  return url;
}

/** Those that come more than once have all their values. Throws TypeError of what is no header. */
function headersOf(pairs: readonly string[]): Record<string, string[]> {
  const headers = new Headers();
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    if (!RESERVED.has(pairs[i]!.toLowerCase())) headers.append(pairs[i]!, pairs[i + 1]!);
  }
  return Object.fromEntries([...headers].map(([name, value]) => [name, [value]]));
}

/** What to ask next if `answer` sends it to another place. */
function redirected(asked: HttpRequest, { status, location }: HttpBytesAnswer): HttpRequest | undefined {
  if (location === undefined || ![301, 302, 303, 307, 308].includes(status)) return undefined;
  if (!URL.canParse(location, asked.url.href)) return undefined;
  const url = new URL(location, asked.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  const isElsewhere = url.origin !== asked.url.origin;
  const becomesGet = status < 307 && asked.method === 'POST';
  const kept = Object.entries(asked.headers).filter(([name]) => {
    return !(isElsewhere && PERSONAL.has(name)) && !(becomesGet && name === 'content-type');
  });
  const headers = Object.fromEntries(kept);
  return becomesGet ? { method: 'GET', url, headers, body: new Uint8Array(0) } : { ...asked, url, headers };
}
