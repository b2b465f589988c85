import type { LucideIcon } from 'lucide-preact';
import { LogOut, Monitor, Moon, Sun } from 'lucide-preact';
import type { VNode } from 'preact';
import { formatCount } from '../../parts/quantities.js';
import type { Theme } from '../../parts/theme.js';
import { theme } from '../../parts/theme.js';
import { login, logOut } from '../state/login.js';
import { hrefOf } from '../state/place-address.js';
import { place } from '../state/router.js';
import { samples } from '../state/samples.js';
import { WAYS } from './ways.js';

const NEXT_THEME: Readonly<Record<Theme, readonly [next: Theme, icon: LucideIcon, says: string]>> = {
  system: ['light', Monitor, 'Colours: as the system'],
  light: ['dark', Sun, 'Colours: light'],
  dark: ['system', Moon, 'Colours: dark'],
};

/** The ways to all pages, and who is here. */
export function Side(): VNode {
  const now = samples.value.at(-1);
  const counts: Readonly<Record<string, number | undefined>> = {
    instances: now?.instances,
    clients: now?.clients,
    streams: now?.streams,
  };
  const rights = [login.value?.role, login.value?.virtualHost].filter((part) => part !== undefined).join(' of ');
  const [next, ThemeIcon, themeSays] = NEXT_THEME[theme.value];
  return (
    <aside class="side" id="ways" aria-label="Console">
      <a class="brand" href={hrefOf('')}>
        <span class="brand-mark" aria-hidden="true" />
        Afterglow
      </a>
      <nav class="ways" aria-label="Pages">
        {WAYS.map(([group, ways]) => {
          const open = ways.filter((way) => way.open?.() !== false);
          if (open.length === 0) return null;
          return (
            <section key={group}>
              <h2>{group}</h2>
              <ul>
                {open.map(({ page, title, icon: Icon, key }) => (
                  <li key={page}>
                    <a
                      href={hrefOf(page)}
                      title={`${title} (g ${key})`}
                      aria-current={place.value.page === page ? 'page' : undefined}
                    >
                      <Icon aria-hidden="true" />
                      {title}
                      {counts[page] !== undefined && <span class="count">{formatCount(counts[page])}</span>}
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </nav>
      <div class="side-foot">
        <div class="who">
          {login.value?.user}
          <small title={rights}>{rights}</small>
        </div>
        <button type="button" class="button quiet icon" title={themeSays} onClick={() => (theme.value = next)}>
          <ThemeIcon aria-hidden="true" />
          <span class="unseen">{themeSays}</span>
        </button>
        <button type="button" class="button quiet icon" title="Log out" onClick={() => void logOut()}>
          <LogOut aria-hidden="true" />
          <span class="unseen">Log out</span>
        </button>
      </div>
    </aside>
  );
}
