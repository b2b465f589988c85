import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const docs = new URL('../../../docs/', import.meta.url);

interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
  }[];
}

const dashboard = JSON.parse(readFileSync(new URL('grafana-dashboard.json', docs), 'utf8')) as Dashboard;

/** Each metric of the documentation with its labels. */
function documented(): Map<string, Set<string>> {
  const page = readFileSync(new URL('monitoring.md', docs), 'utf8');
  const [, ofApplications = ''] = page.split('### The metrics of an application');
  const rows = page.matchAll(/^\| `(\w+)` \| (?:counter|gauge|histogram) \| ([^|]*)\|/gm);
  return new Map(
    [...rows].map(([row, name = '', labels = '']) => {
      const own = [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label);
      const common = ofApplications.includes(row) ? ['adaptor', 'vhost', 'application'] : [];
      return [name, new Set([...common, ...own, 'instance'])];
    }),
  );
}

it('the dashboard asks for metrics that there are, by labels that they have', () => {
  const metrics = documented();
  const asked = dashboard.panels.flatMap(({ targets = [] }) => targets);
  expect(asked.length).toBeGreaterThan(30);
  for (const { expr, legendFormat } of asked) {
    const named = [...expr.matchAll(/((?:afterglow|process)_\w+)\{([^}]*)\}/g)];
    expect(named.length, expr).toBeGreaterThan(0);
    for (const [, name = '', selector = ''] of named) {
      const labels = metrics.get(name.replace(/_bucket$/, ''));
      expect(labels, name).toBeDefined();
      for (const [, label = ''] of selector.matchAll(/(\w+)=~/g))
        expect(labels, `${name} by ${label}`).toContain(label);
      for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) {
        expect(labels, `${name}: ${legendFormat}`).toContain(label);
      }
    }
  }
});

it('the panels of the dashboard do not cover each other', () => {
  const taken = new Set<string>();
  for (const { title, gridPos } of dashboard.panels) {
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        expect(taken.has(`${x},${y}`) || x >= 24, title).toBe(false);
        taken.add(`${x},${y}`);
      }
    }
  }
});
