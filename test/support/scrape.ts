/** What a scrape says, read by the rules of the text format (version 0.0.4) and of Prometheus' naming. */
export interface Scrape {
  /** Each family with its type and the names of its labels. */
  readonly families: ReadonlyMap<string, { readonly type: string; readonly labels: ReadonlySet<string> }>;
  /** `name{label="value",…}` with the labels in order, and its value. */
  readonly samples: ReadonlyMap<string, number>;
}

const SAMPLE = /^([a-z_][a-z0-9_]*)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (\S+)$/;
const LABEL = /([a-z_]+)="((?:[^"\\]|\\.)*)"/g;

/** Reads a scrape; throws where it is not as Prometheus wants it. */
export function readScrape(text: string): Scrape {
  if (!text.endsWith('\n')) throw new Error('a scrape ends with a line feed');
  const families = new Map<string, { type: string; labels: Set<string> }>();
  const samples = new Map<string, number>();
  let current: { name: string; type: string; labels: Set<string> } | undefined;
  let helped = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const [, comment, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (comment === 'HELP') helped = name;
    else if (comment === 'TYPE') {
      if (families.has(name)) throw new Error(`${name} comes twice`);
      if (helped !== name) throw new Error(`${name} has no help`);
      if ((rest === 'counter') !== name.endsWith('_total')) throw new Error(`${name} is a ${rest}`);
      const family = { type: rest, labels: new Set<string>() };
      families.set(name, family);
      current = { name, ...family };
    } else if (current !== undefined) addSample(line, current, samples);
    else throw new Error(`a sample without a family: ${line}`);
  }
  return { families, samples };
}

function addSample(
  line: string,
  { name: family, type, labels }: { name: string; type: string; labels: Set<string> },
  samples: Map<string, number>,
): void {
  const [, name = '', inside = '', text = ''] = SAMPLE.exec(line) ?? [];
  const value = Number(text);
  if (name === '' || Number.isNaN(value)) throw new Error(`not a sample: ${line}`);
  const suffixes = type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
  if (!suffixes.some((suffix) => name === family + suffix)) throw new Error(`${name} is not in ${family}`);
  const pairs = [...inside.matchAll(LABEL)].map(([, label = '', told = '']) => [label, told] as const);
  for (const [label] of pairs) labels.add(label);
  const key = sampleKey(name, Object.fromEntries(pairs));
  if (samples.has(key)) throw new Error(`${key} comes twice`);
  samples.set(key, value);
}

export function sampleKey(name: string, labels: Readonly<Record<string, string>> = {}): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.length === 0 ? name : `${name}{${sorted.map(([label, value]) => `${label}="${value}"`).join(',')}}`;
}
