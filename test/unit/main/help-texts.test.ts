import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { createProgram } from '../../../src/main/cli.js';

const program = await createProgram(['help']);

/** Commands that do something, by what is typed. */
function leaves(command: Command, name = command.name()): [string, Command][] {
  const inner = command.commands.filter((child) => child.name() !== 'help');
  return inner.length === 0 ? [[name, command]] : inner.flatMap((child) => leaves(child, `${name} ${child.name()}`));
}

/** What `--help` prints. */
function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.outputHelp();
  return help;
}

test.each(leaves(program))('%s shows how it is used, with options that there are', (name, command) => {
  const help = helpOf(command);
  const shown = help.split('\nExamples:\n')[1]?.trim().split('\n') ?? [];
  expect(shown.length).toBeGreaterThan(0);
  const known = command.options.flatMap(({ long }) => long ?? []);
  for (const line of shown) {
    expect(line.trim().startsWith(`${name}`)).toBe(true);
    const given = [...line.matchAll(/--[a-z-]+/g)].map(([option]) => option);
    expect(given.filter((option) => !known.includes(option))).toEqual([]);
  }
  expect(command.description()).not.toBe('');
  expect(command.options.filter(({ description }) => description === '')).toEqual([]);
  expect(help).not.toMatch(/default: (?:\d{5,}|\[)/);
});

test('the program says how it ends, what it listens to, and which variables it reads', () => {
  const help = helpOf(program);
  const variables = leaves(program).flatMap(([, command]) => command.options.flatMap(({ envVar }) => envVar ?? []));
  for (const said of ['2 wrong options', 'SIGHUP', 'docs/configuration.md', ...variables]) expect(help).toContain(said);
});
