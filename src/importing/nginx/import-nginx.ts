import type { ImportPlace, ImportTarget } from '../imported.js';
import { Imported } from '../imported.js';
import type { AccessRule } from './access-rules.js';
import { applyAccess, nobodyPublishes } from './access-rules.js';
import { handlers } from './directive-rules.js';
import type { Directive } from './directives.js';
import { readDirectives } from './directives.js';
import { noCounterparts } from './no-counterpart.js';
import { relay, withoutKey } from './relay-rules.js';

const shared: ImportTarget = { path: 'conf/_defaultRoot_/_defaultVHost_/application.yaml', level: 'application' };
/** Files within files within files. */
const MAX_DEPTH = 8;

/** A file of nginx, as it is called in reports. */
export interface NginxFile {
  readonly file: string;
  readonly text: string;
}

/** Where directives stand, and what holds there. */
interface Context {
  readonly target: ImportTarget;
  readonly application?: string;
  /** `allow` and `deny` so far; what is around counts only where there are none. */
  readonly access: AccessRule[];
}

/**
 * What the `rtmp` block of a configuration of nginx says, as ours says it. Throws ImportError for what is no configuration
 * of nginx.
 *
 * @param included the files that an `include` names, none if there are none
 */
export function importNginx(
  file: string,
  text: string,
  included: (pattern: string) => readonly NginxFile[] = () => [],
): Imported {
  const imported = new Imported();
  const applications = new Set<string>();
  let servers = 0;
  top(file, text, 0);
  return imported;

  function top(path: string, content: string, depth: number): void {
    for (const directive of readDirectives(path, content)) {
      const { name, args, block = [] } = directive;
      if (name === 'rtmp') walk(path, block, { target: shared, access: [] }, depth);
      else if (name === 'http') statistics(path, block);
      else if (name.startsWith('rtmp_')) without(directive, placeOf(path, directive));
      else if (name === 'include' && depth < MAX_DEPTH)
        for (const found of included(args[0] ?? '')) top(found.file, found.text, depth + 1);
    }
  }

  function walk(path: string, directives: readonly Directive[], context: Context, depth: number): void {
    for (const directive of directives) {
      const { name, args, block = [] } = directive;
      const place = placeOf(path, directive);
      const handler = handlers.get(name);
      if (name === 'server') {
        if (++servers === 2)
          imported.note(place, 'All servers are one here: every application is reached by every port.');
        walk(path, block, context, depth);
      } else if (name === 'application') application(path, directive, place, context, depth);
      else if (name === 'recorder') recorder(path, directive, place, context, depth);
      else if (name === 'allow' || name === 'deny') context.access.push({ directive, place });
      else if (name === 'push' || name === 'pull')
        relay(directive, imported, context.target, place, context.application);
      else if (handler !== undefined) handler(directive, imported, context.target, place);
      else if (name === 'include') {
        const found = depth < MAX_DEPTH ? included(args[0] ?? '') : [];
        if (found.length === 0) imported.note(place, 'There is no such file that could be read.');
        for (const each of found) walk(each.file, readDirectives(each.file, each.text), context, depth + 1);
      } else without(directive, place);
    }
  }

  function application(path: string, directive: Directive, place: ImportPlace, around: Context, depth: number): void {
    const {
      args: [name = ''],
      block = [],
    } = directive;
    if (!/^[\w-]+$/.test(name)) return imported.note(place, 'It is no name that an application may have here.');
    if (applications.has(name))
      return imported.note(place, 'Another server has an application of this name: only that one is carried over.');
    applications.add(name);
    const target: ImportTarget = { path: `apps/${name}/application.yaml`, level: 'application' };
    const context: Context = { target, application: name, access: [] };
    walk(path, block, context, depth);
    const access = context.access.length > 0 ? context.access : around.access;
    applyAccess(access, imported, target);
    // Nobody is asked for a key there. What is only played keeps asking who publishes.
    const isPlayedOnly =
      block.length > 0 && block.every(({ name: inner }) => /^play(?:_|$)|^allow$|^deny$/.test(inner));
    if (!isPlayedOnly && !nobodyPublishes(access)) imported.set(target, 'publish.requires', 'nothing', place);
  }

  /** One of several ways in which an application records. */
  function recorder(
    path: string,
    { block = [] }: Directive,
    place: ImportPlace,
    context: Context,
    depth: number,
  ): void {
    if (imported.has(context.target, 'streamManager.recording.streams'))
      return imported.note(place, 'An application records in one way: streamManager.recording.');
    walk(path, block, context, depth);
  }

  function without({ name, args }: Directive, place: ImportPlace): void {
    const known = noCounterparts.get(name);
    const [value = ''] = args;
    if (known === undefined) imported.note(place, 'It has no counterpart here.');
    else if (value === 'off' || known.holds.includes(value)) imported.passOver();
    else imported.note(place, known.says);
  }

  /** What pages of the module stand in the `http` block. */
  function statistics(path: string, directives: readonly Directive[]): void {
    for (const directive of directives) {
      if (directive.name.startsWith('rtmp_')) without(directive, placeOf(path, directive));
      statistics(path, directive.block ?? []);
    }
  }
}

function placeOf(file: string, { name, args, line }: Directive): ImportPlace {
  return { file, line, what: [name, ...args].map(withoutKey).join(' ') };
}
