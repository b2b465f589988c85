import type { Page } from 'playwright-core';
import type { Client } from '../../src/admin/api/schema/index.js';

/** What the console asks for. */
export const CLIENTS = '**/api/v1/clients?*';

const PLACE = { adaptor: '_defaultRoot_', virtualHost: '_defaultVHost_', application: 'live', instance: '_definst_' };

/** Lets a page list so many clients, of which each was sent more than the one before. */
export async function listClients(page: Page, many: number): Promise<readonly Client[]> {
  const clients = Array.from({ length: many }, (_, index) => clientNumber(index));
  await page.route(CLIENTS, async (route) => {
    const query = new URL(route.request().url()).searchParams;
    const [from, limit] = [Number(query.get('cursor') ?? 0), Number(query.get('limit'))];
    const next = from + limit < many ? { next: String(from + limit) } : {};
    await route.fulfill({ json: { items: clients.slice(from, from + limit), total: many, ...next } });
  });
  return clients;
}

function clientNumber(index: number): Client {
  return {
    ...PLACE,
    id: `client-${index}`,
    address: `10.0.${Math.floor(index / 250)}.${index % 250}`,
    port: 50_000,
    protocol: 'rtmp',
    secure: false,
    agent: '',
    connectedAt: 1_700_000_000_000,
    idle: 0,
    publishing: false,
    playing: 1,
    received: 3000,
    sent: 1000 * index,
    dropped: 0,
    queued: 0,
  };
}
