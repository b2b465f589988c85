import { asText } from '../as-text.js';
import type { AscRuntime } from '../asc-runtime.js';
import { setOwn } from '../set-own.js';
import type { HttpLoading } from './http-loading.js';
import { addLoadingMembers } from './loading-members.js';

/** Makes `LoadVars` global: variables that are its own members, sent and loaded as forms are. */
export function defineLoadVars(runtime: AscRuntime, loading: HttpLoading): void {
  class LoadVars {
    decode(source?: unknown): void {
      for (const [name, value] of readVariables(asText(source))) setOwn(this, name, value);
    }

    toString(): string {
      return writeVariables(this);
    }
  }
  addLoadingMembers(LoadVars.prototype, runtime, loading, {
    write: writeVariables,
    // A script may have a decode of its own.
    read: (object, source) => (object as LoadVars).decode(source),
  });
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
