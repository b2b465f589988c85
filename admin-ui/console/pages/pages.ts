import type { ComponentType } from 'preact';
import { AccessPage } from './access-page.js';
import { AuditPage } from './audit-page.js';
import { ClientsPage } from './clients-page.js';
import { ConfigurationPage } from './configuration-page.js';
import { InstancesPage } from './instances-page.js';
import { KeysPage } from './keys-page.js';
import { LogPage } from './log-page.js';
import { MediaPage } from './media-page.js';
import { NetworkPage } from './network-page.js';
import { NoPage } from './no-page.js';
import { ObjectsPage } from './objects-page.js';
import { OverviewPage } from './overview-page.js';
import { PlaylistsPage } from './playlists-page.js';
import { RefusalsPage } from './refusals-page.js';
import { StreamsPage } from './streams-page.js';

const PAGES: ReadonlyMap<string, ComponentType> = new Map<string, ComponentType>([
  ['', OverviewPage],
  ['instances', InstancesPage],
  ['clients', ClientsPage],
  ['streams', StreamsPage],
  ['objects', ObjectsPage],
  ['media', MediaPage],
  ['playlists', PlaylistsPage],
  ['network', NetworkPage],
  ['log', LogPage],
  ['refusals', RefusalsPage],
  ['audit', AuditPage],
  ['configuration', ConfigurationPage],
  ['keys', KeysPage],
  ['access', AccessPage],
]);

/** The page of a name. */
export function pageOf(name: string): ComponentType {
  return PAGES.get(name) ?? NoPage;
}
