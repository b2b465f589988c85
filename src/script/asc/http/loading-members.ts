import { asText } from '../as-text.js';
import type { AscRuntime } from '../asc-runtime.js';
import type { HttpLoading } from './http-loading.js';

/** How an object of a class is sent, and takes what is loaded. */
export interface LoadedContent {
  write(object: object): string;
  read(object: object, source: unknown): void;
}

/** Gives a class the members by which its objects are sent and loaded: those that LoadVars and XML share. */
export function addLoadingMembers(
  prototype: object,
  runtime: AscRuntime,
  loading: HttpLoading,
  content: LoadedContent,
): void {
  class Members {
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
      return loading.send(this, undefined, url, content.write(this), method);
    }

    sendAndLoad(url?: unknown, target?: unknown, method?: unknown): boolean {
      if (typeof target !== 'object' || target === null) return false;
      return loading.send(this, target, url, content.write(this), method);
    }

    onData(source?: unknown): void {
      const isThere = source !== undefined;
      if (isThere) content.read(this, source);
      loading.of(this).loaded = isThere;
      runtime.handle(this, 'onLoad', isThere);
    }
  }
  const { constructor: _own, ...members } = Object.getOwnPropertyDescriptors(Members.prototype);
  Object.defineProperties(prototype, members);
}
