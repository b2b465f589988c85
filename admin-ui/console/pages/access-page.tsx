import type { VNode } from 'preact';
import { may, seesWholeServer } from '../state/login.js';
import { hrefOf } from '../state/place-address.js';
import { place } from '../state/router.js';
import { PageHead } from '../pieces/page-head.js';
import { Tabs } from '../pieces/tabs.js';
import { BanList } from './ban-list.js';
import { OwnPassword } from './own-password.js';
import { TokenList } from './token-list.js';
import { UserList } from './user-list.js';

/** Who may do what: users of the console, tokens of machines, addresses that are kept out. */
export function AccessPage(): VNode {
  const parts: readonly (readonly [name: string, title: string, Part: () => VNode])[] = [
    ...(may('administrator') && seesWholeServer() ? ([['users', 'Users', UserList]] as const) : []),
    ...(seesWholeServer() ? ([['bans', 'Bans', BanList]] as const) : []),
    ['tokens', 'My tokens', TokenList],
    ['password', 'My password', OwnPassword],
  ];
  const [name, , Part] = parts.find(([each]) => each === place.value.path[0]) ?? parts[0]!;
  return (
    <>
      <PageHead title="Users and access">
        <Tabs
          label="Users and access"
          at={hrefOf('access', [name])}
          tabs={parts.map(([each, title]) => [hrefOf('access', [each]), title])}
        />
      </PageHead>
      <div class="page-scroll">
        <Part key={name} />
      </div>
    </>
  );
}
