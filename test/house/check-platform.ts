import { builtinModules } from 'node:module';
import {
  containerPackages,
  containerRoom,
  HIGHEST_PURE_FLOOR,
  isomorphicRooms,
  roomsWithSystemAccess,
  systemModules,
} from './floors.js';
import { importGraph } from './imports.js';
import type { Problem } from './problem.js';
import { roomOf } from './source-tree.js';
import type { SourceTree } from './source-tree.js';

/**
 * Who may import what is not ours: pure rooms nothing of Node.js, sockets and files only where they
 * belong, the container only at the roof, packages only where `dependencies` has them.
 */
export function checkPlatform(
  tree: SourceTree,
  floors: Readonly<Record<string, number>>,
  dependencies: readonly string[],
): Problem[] {
  const problems: Problem[] = [];
  for (const [file, imports] of importGraph(tree)) {
    const room = roomOf(file);
    if (room === undefined) continue;
    for (const { specifier, line } of imports.filter((site) => !site.specifier.startsWith('.'))) {
      const says = builtin(specifier)
        ? objectToBuiltin(room, specifier, floors[room] ?? 0)
        : objectToPackage(room, specifier, dependencies);
      if (says !== undefined) problems.push({ file, line, says: `imports ${specifier}: ${says}` });
    }
  }
  return problems;
}

function builtin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

function objectToBuiltin(room: string, specifier: string, floor: number): string | undefined {
  if (!specifier.startsWith('node:')) return `write node:${specifier}.`;
  if (floor <= HIGHEST_PURE_FLOOR || isomorphicRooms.includes(room))
    return `src/${room} is pure and runs in a browser too; take it as a parameter.`;
  const module = specifier.slice('node:'.length).split('/')[0] ?? '';
  if (!systemModules.includes(module) || roomsWithSystemAccess.includes(room)) return undefined;
  return `only ${roomsWithSystemAccess.join(', ')} touch sockets, files and processes; put it there behind an interface.`;
}

function objectToPackage(room: string, specifier: string, dependencies: readonly string[]): string | undefined {
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  if (containerPackages.includes(name) && room !== containerRoom) {
    return `only src/${containerRoom} sees the container; take what you need in the constructor.`;
  }
  if (dependencies.includes(name)) return undefined;
  return 'package.json does not list it under dependencies, so an installed Afterglow would not start.';
}
