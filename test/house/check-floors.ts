import { importGraph, resolveImport } from './imports.js';
import type { Problem } from './problem.js';
import { roomOf } from './source-tree.js';
import type { SourceTree } from './source-tree.js';

type Floors = Readonly<Record<string, number>>;

/** A file imports its own room or a strictly lower floor; types count too. */
export function checkFloors(tree: SourceTree, floors: Floors): Problem[] {
  const problems: Problem[] = [...unknownRooms(tree, floors)];
  for (const [file, imports] of importGraph(tree)) {
    const room = roomOf(file);
    for (const { specifier, line } of imports) {
      const target = resolveImport(file, specifier);
      if (target === undefined || room === undefined) continue;
      const says = objection(room, target, floors);
      if (says !== undefined) problems.push({ file, line, says: `imports ${target}: ${says}` });
    }
  }
  return problems;
}

function objection(room: string, target: string, floors: Floors): string | undefined {
  const targetRoom = roomOf(target);
  if (targetRoom === undefined) return 'that is outside of every room of src; move what is shared into a room.';
  const [own, other] = [floors[room], floors[targetRoom]];
  if (targetRoom === room || own === undefined || other === undefined || other < own) return undefined;
  const relation = other === own ? 'is on the same floor as' : 'is above';
  return (
    `${targetRoom} (floor ${other}) ${relation} ${room} (floor ${own}). ` +
    'Declare an interface on a lower floor and let src/main join the two.'
  );
}

function* unknownRooms(tree: SourceTree, floors: Floors): Generator<Problem> {
  const seen = new Set<string>();
  for (const file of tree.keys()) {
    const room = roomOf(file);
    if (room === undefined || room in floors || seen.has(room)) continue;
    seen.add(room);
    yield { file, line: 1, says: `the room src/${room} has no floor; enter it in test/house/floors.ts.` };
  }
}
