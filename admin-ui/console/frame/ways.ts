import type { LucideIcon } from 'lucide-preact';
import {
  Activity,
  AppWindow,
  Boxes,
  ClipboardList,
  Film,
  KeyRound,
  ListVideo,
  Network,
  RadioTower,
  ScrollText,
  ShieldX,
  SlidersHorizontal,
  Users,
  UserCog,
} from 'lucide-preact';
import { may, seesWholeServer } from '../state/login.js';

/** A way to a page. */
export interface Way {
  readonly page: string;
  readonly title: string;
  /** The second key after `g`. */
  readonly key: string;
  readonly icon: LucideIcon;
  /** Whether it is of use to who is here; to everybody if it is left out. */
  readonly open?: () => boolean;
}

const administers = (): boolean => may('administrator') && seesWholeServer();
const operates = (): boolean => may('operator') && seesWholeServer();

/** All pages, in groups. */
export const WAYS: readonly (readonly [group: string, ways: readonly Way[]])[] = [
  [
    'What runs',
    [
      { page: '', title: 'Overview', key: 'o', icon: Activity },
      { page: 'instances', title: 'Applications', key: 'a', icon: AppWindow },
      { page: 'clients', title: 'Clients', key: 'c', icon: Users },
      { page: 'streams', title: 'Streams', key: 's', icon: RadioTower },
      { page: 'objects', title: 'Shared objects', key: 'b', icon: Boxes },
      { page: 'media', title: 'Recordings', key: 'r', icon: Film },
      { page: 'playlists', title: 'Playlists', key: 'p', icon: ListVideo },
      { page: 'network', title: 'Edges and targets', key: 'e', icon: Network },
    ],
  ],
  [
    'What happened',
    [
      { page: 'log', title: 'Log', key: 'l', icon: ScrollText, open: operates },
      { page: 'refusals', title: 'Refusals', key: 'f', icon: ShieldX },
      { page: 'audit', title: 'Changes', key: 'h', icon: ClipboardList, open: administers },
    ],
  ],
  [
    'How it is set up',
    [
      { page: 'configuration', title: 'Configuration', key: 'n', icon: SlidersHorizontal, open: administers },
      { page: 'keys', title: 'Keys', key: 'k', icon: KeyRound, open: seesWholeServer },
      { page: 'access', title: 'Users and access', key: 'u', icon: UserCog },
    ],
  ],
];

/** Those that are open to who is here. */
export function openWays(): readonly Way[] {
  return WAYS.flatMap(([, ways]) => ways).filter(({ open }) => open?.() !== false);
}
