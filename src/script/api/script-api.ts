import type { ApiClass, ApiMember } from './api-class.js';
import { connectionClasses } from './connection-classes.js';
import { coreClasses } from './core-classes.js';
import { libraryClasses } from './library-classes.js';

/** Everything of server-side ActionScript that there was, and what became of it here. */
export const scriptApi: readonly ApiClass[] = [...coreClasses, ...connectionClasses, ...libraryClasses];

/** The table for people, in Markdown. */
export function describeScriptApi(): string {
  return scriptApi.map(describeClass).join('\n');
}

function describeClass({ name, since, note, members }: ApiClass): string {
  const rows = members.map((member) => `| \`${member.name}\` | ${member.kind} | ${member.since} | ${what(member)} |`);
  const table = rows.length === 0 ? [] : ['| Member | Kind | Since | Here |', '|---|---|---|---|', ...rows, ''];
  return [`## ${name} (${since})`, '', ...(note === undefined ? [] : [note, '']), ...table].join('\n');
}

function what({ note, absent }: ApiMember): string {
  if (absent !== undefined) return `**absent**: ${absent}`;
  return note === undefined ? 'yes' : `yes: ${note}`;
}
