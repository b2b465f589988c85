import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import type { ApiClass, ApiMember } from '../../../src/script/api/api-class.js';
import { describeScriptApi, scriptApi } from '../../../src/script/api/script-api.js';
import { AscRun } from '../../support/asc-run.js';
import { fakeObjects } from '../../support/fake-objects.js';

const file = 'docs/script-api.md';
const begin = '<!-- The rest is made from src/script/api; npx vitest run --project unit test/unit/script-asc -u -->';

/** Classes that are not there without. */
const libraries = 'load("netservices.asc"); load("webservices/WebServices.asc"); load("components.asc");';

/** An expression that is true if the member is there; handlers are the script's. */
function isThere({ name, made }: ApiClass, member: ApiMember): string {
  const key = JSON.stringify(member.name);
  if (member.kind === 'function') return `typeof globalThis[${key}] == "function"`;
  if (member.kind === 'static') return `${key} in ${name}`;
  const object = name === 'Engine' ? '({})' : (made ?? `${name}.prototype`);
  return member.kind === 'method' ? `typeof ${object}[${key}] == "function"` : `${key} in ${object}`;
}

describe('the script API', () => {
  it.each(scriptApi.map((item) => [item.name, item] as const))('%s is there as the table says', async (name, item) => {
    const run = await AscRun.load(`${libraries} var nc = new NetConnection(); nc.connect("rtmp://a/b")`, {
      operations: { ...fakeObjects(), 'connection.open': () => true },
    });
    if (/^[A-Z]\w+$/.test(name) && name !== 'Engine') expect(run.evaluate(`typeof ${name}`)).not.toBe('undefined');
    const made = name === 'NetStream' ? { ...item, made: 'new NetStream(nc)' } : item;
    const wrong = item.members
      .filter(({ kind }) => kind !== 'handler')
      .filter((member) => run.evaluate(isThere(made, member)) !== (member.absent === undefined))
      .map((member) => member.name);
    expect(wrong).toEqual([]);
  });

  it('names nothing twice', () => {
    const names = scriptApi.flatMap(({ name, members }) => members.map((member) => `${name}.${member.name}`));
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('is in the documentation', async () => {
    const [opening] = readFileSync(file, 'utf8').split(begin);
    const text = `${opening!}${begin}\n\n${describeScriptApi()}`;
    const options = await resolveConfig(file);
    await expect(await format(text, { ...options, parser: 'markdown' })).toMatchFileSnapshot(`../../../${file}`);
  });
});
