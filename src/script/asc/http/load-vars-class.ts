import { asText } from '../as-text.js';
import type { AscRuntime } from '../asc-runtime.js';
import { setOwn } from '../set-own.js';
import type { HttpLoading } from './http-loading.js';

/** Makes `LoadVars` global: variables that are its own members, sent and loaded as forms are. */
export function defineLoadVars(runtime: AscRuntime, loading: HttpLoading): void {
  class LoadVars {
    get contentType(): string {
      return loading.of(this).contentType;
    }

    set contentType(type: unknown) {
      loading.of(this).contentType = asText(type);
    }

    get loaded(): boolean | undefined {
      return loading.of(this).loaded;
    }

    set loaded(loaded: unknown) {
      loading.of(this).loaded = Boolean(loaded);
    }

    addRequestHeader(name?: unknown, value?: unknown): void {
      loading.addHeader(this, name, value);
    }

    getBytesLoaded(): number {
      return loading.of(this).bytes ?? 0;
    }

    getBytesTotal(): number {
      return loading.of(this).bytes ?? -1;
    }

    load(url?: unknown): boolean {
      return loading.load(this, url);
    }

    send(url?: unknown, _target?: unknown, method?: unknown): boolean {
      return loading.send(this, undefined, url, writeVariables(this), method);
    }

    sendAndLoad(url?: unknown, target?: unknown, method?: unknown): boolean {
      if (typeof target !== 'object' || target === null) return false;
      return loading.send(this, target, url, writeVariables(this), method);
    }

    decode(source?: unknown): void {
      for (const [name, value] of readVariables(asText(source))) setOwn(this, name, value);
    }

    onData(source?: unknown): void {
      const isThere = source !== undefined;
      if (isThere) this.decode(source);
      loading.of(this).loaded = isThere;
      runtime.handle(this, 'onLoad', isThere);
    }

    toString(): string {
      return writeVariables(this);
    }
  }
  runtime.defineValueClass('LoadVars', LoadVars);
}

/** Own members that are no functions. */
function writeVariables(object: object): string {
  const pairs = Object.entries(object).filter(([, value]) => typeof value !== 'function');
  return pairs.map(([name, value]) => `${encode(name)}=${encode(asText(value))}`).join('&');
}

function readVariables(source: string): (readonly [string, string])[] {
  return source
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = decode(equals < 0 ? pair : pair.slice(0, equals)).trim();
      return [name, equals < 0 ? '' : decode(pair.slice(equals + 1))];
    });
}

function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}

function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    // Not UTF-8, or a percent sign that is one.
    return spaced.replace(/%([0-9a-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
}
