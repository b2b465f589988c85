import type { ScriptHttpAnswer } from '../../protocol/script-services.js';
import { asText } from '../as-text.js';
import type { AscRuntime } from '../asc-runtime.js';
import { fromUtf8, toUtf8 } from '../bytes/utf8.js';

/** What a LoadVars or an XML object knows of its loading. */
interface Loading {
  contentType: string;
  loaded: boolean | undefined;
  /** Names and values in turn. */
  readonly headers: string[];
  bytes: number | undefined;
  /** The last one, which is the one that counts. */
  request: number | undefined;
}

const FORM = 'application/x-www-form-urlencoded';

/** What LoadVars and XML have in common: they ask web servers, and are told by onHTTPStatus, onData and onLoad. */
export class HttpLoading {
  /** Kept apart, so that objects whose prototype is `new LoadVars()`, as scripts wrote it, have their own. */
  readonly #loadings = new WeakMap<object, Loading>();

  constructor(private readonly runtime: AscRuntime) {}

  of(object: object): Loading {
    const known = this.#loadings.get(object);
    if (known !== undefined) return known;
    const made = { contentType: FORM, loaded: undefined, headers: [], bytes: undefined, request: undefined };
    this.#loadings.set(object, made);
    return made;
  }

  /** `(name, value)`, or a list of both in turn. */
  addHeader(object: object, name: unknown, value: unknown): void {
    const pairs: readonly unknown[] = Array.isArray(name) ? name : [name, value];
    for (let i = 0; i + 1 < pairs.length; i += 2) {
      this.of(object).headers.push(asText(pairs[i]), asText(pairs[i + 1]));
    }
  }

  load(receiver: object, url: unknown): boolean {
    return this.#ask(receiver, receiver, asText(url), 'GET', undefined);
  }

  /**
   * Sends `content` as the body of a POST, or of a GET as the query.
   *
   * @param receiver told what comes; undefined: nobody is
   */
  send(sender: object, receiver: object | undefined, url: unknown, content: string, method: unknown): boolean {
    const address = asText(url);
    if (method === undefined || asText(method).toUpperCase() !== 'GET') {
      return this.#ask(sender, receiver, address, 'POST', content);
    }
    const query = content === '' ? '' : `${address.includes('?') ? '&' : '?'}${content}`;
    return this.#ask(sender, receiver, address + query, 'GET', undefined);
  }

  #ask(
    sender: object,
    receiver: object | undefined,
    url: string,
    method: 'GET' | 'POST',
    content: string | undefined,
  ): boolean {
    if (!/^https?:\/\//i.test(url)) {
      this.runtime.warn(`${withoutQuery(url)}: nothing was asked; the address must begin with http:// or https://`);
      return false;
    }
    const { http } = this.runtime.host.services;
    const { contentType, headers } = this.of(sender);
    const type = content === undefined || hasContentType(headers) ? [] : ['content-type', contentType];
    const body = content === undefined ? new Uint8Array(0) : toUtf8(content);
    const loading = receiver === undefined ? undefined : this.of(receiver);
    if (loading?.request !== undefined) http.cancel(loading.request);
    const request = http.request({ method, url, headers: [...type, ...headers], body }, (answer) => {
      if (loading !== undefined) loading.request = undefined;
      if ('error' in answer) this.runtime.warn(`${withoutQuery(url)}: ${answer.error}`);
      if (receiver !== undefined) this.#tell(receiver, answer);
    });
    if (loading !== undefined) Object.assign(loading, { request, loaded: false, bytes: undefined });
    return true;
  }

  #tell(receiver: object, answer: ScriptHttpAnswer): void {
    const isAnswered = !('error' in answer);
    this.runtime.turn(() => this.runtime.handle(receiver, 'onHTTPStatus', isAnswered ? answer.status : 0));
    const isGood = isAnswered && answer.status < 400;
    const source = isGood ? fromUtf8(new Uint8Array(answer.body)) : undefined;
    if (isGood) this.of(receiver).bytes = answer.body.length;
    this.runtime.turn(() => this.runtime.handle(receiver, 'onData', source));
  }
}

function hasContentType(headers: readonly string[]): boolean {
  return headers.some((name, i) => i % 2 === 0 && name.toLowerCase() === 'content-type');
}

/** Tokens are in queries. */
function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '').slice(0, 200);
}
