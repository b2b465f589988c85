import type { Page } from '../api/schema/index.js';
import type { PageQuestion } from '../server-pages.js';

const PAGE = 1000;

/** All items of a list, page by page: FMS knows no pages. */
export function wholeList<Item>(
  page: (question: PageQuestion) => Page<Item>,
  question: Omit<PageQuestion, 'limit' | 'cursor'>,
): Item[] {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const part = page({ ...question, limit: PAGE, cursor });
    items.push(...part.items);
    cursor = part.next;
  } while (cursor !== undefined);
  return items;
}
