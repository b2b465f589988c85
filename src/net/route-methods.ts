/** Which methods are for an address, by the routes that there are. */
export class RouteMethods {
  readonly #routes: { readonly parts: readonly RegExp[]; readonly methods: readonly string[] }[] = [];

  /** @param url as Fastify has it: `/a/:part`, `/a/b-:part`, `/:part(^.+\\.flv$)`, `/a/*` */
  add(url: string, methods: readonly string[]): void {
    this.#routes.push({ parts: url.split('/').map(patternOf), methods });
  }

  /** None if there is nothing at this address. */
  at(path: string): string[] {
    const asked = path.split('/');
    const there = this.#routes.filter(({ parts }) => {
      const isOpen = parts.at(-1) === REST && asked.length >= parts.length;
      return (isOpen || asked.length === parts.length) && parts.every((part, index) => part.test(asked[index]!));
    });
    return [...new Set(there.flatMap(({ methods }) => methods))].sort();
  }
}

/** `*`: whatever follows. */
const REST = /^/;

function patternOf(part: string): RegExp {
  if (part === '*') return REST;
  const [, before = part, parameter, pattern = '.+'] = /^(.*?)(:\w+)(?:\(\^?(.*?)\$?\))?$/.exec(part) ?? [];
  const literal = before.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`^${literal}${parameter === undefined ? '' : `(?:${pattern})`}$`);
}
