import { signal } from '@preact/signals';
import type { InstancePlace, Server } from '../../../src/admin/api/schema/index.js';
import { get } from './api.js';

const known = signal<Server['listeners'] | undefined>(undefined);

/** Where the server listens: asked for once. */
export async function loadListeners(): Promise<void> {
  if (known.peek() === undefined) known.value = (await get<Server>(['server'])).listeners;
}

/** A kind of address of a live stream. */
export type AddressKind = 'rtmp' | 'flv' | 'ws-flv' | 'hls' | 'watch';

/**
 * Where others reach a live stream, as seen from this browser: a listener on all addresses is reached where the console
 * is. Undefined as long as it is not known where the server listens.
 */
export function streamAddress(
  kind: AddressKind,
  stream: InstancePlace & { readonly name: string },
): string | undefined {
  if (known.value === undefined) return undefined;
  const { rtmp, rtmpSecure, http, httpSecure } = known.value;
  const path = [stream.application, ...(stream.instance === '_definst_' ? [] : [stream.instance]), stream.name]
    .map((part) => part.split('/').map(encodeURIComponent).join('/'))
    .join('/');
  const web = `${httpSecure ? 's' : ''}://${reachable(http)}/`;
  switch (kind) {
    case 'rtmp': {
      const usual = rtmpSecure ? /:443$/ : /:1935$/;
      return `rtmp${rtmpSecure ? 's' : ''}://${reachable(rtmp[0] ?? '').replace(usual, '')}/${path}`;
    }
    case 'flv':
      return `http${web}${path}.flv`;
    case 'ws-flv':
      return `ws${web}${path}.flv`;
    case 'hls':
      return `http${web}${path}/index.m3u8`;
    case 'watch':
      return `http${web}watch/${path}`;
  }
}

/** `host:port` with the host of this page for one that means all addresses. */
function reachable(listener: string): string {
  const port = listener.slice(listener.lastIndexOf(':') + 1);
  const host = listener.slice(0, listener.lastIndexOf(':'));
  return ['', '*', '0.0.0.0', '[::]', '::'].includes(host) ? `${location.hostname}:${port}` : `${host}:${port}`;
}
