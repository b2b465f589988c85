import { z } from 'zod';

/** Streams that go to other servers (targets) and come from them (sources), as they are; see docs/restream.md. */
export const restreamKind = z.enum(['targets', 'sources']);
export const restreamParams = z.strictObject({ kind: restreamKind });
export const restreamItemParams = z.strictObject({ kind: restreamKind, id: z.string().min(1).max(255) });
/** One of them. Which fields it has, the room that does it says. */
export const restreamItem = z.looseObject({ id: z.string() });
export type RestreamItem = z.output<typeof restreamItem>;
export const restreamList = z.object({ items: z.array(restreamItem) });

/** A link to an origin, or from an edge. */
export const link = z.looseObject({ id: z.string() });
export type Link = z.output<typeof link>;
export const linkList = z.object({ items: z.array(link) });
