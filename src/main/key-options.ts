import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { isIP } from 'node:net';
import type { StreamAction } from '../application/access-key.js';
import { parseDuration } from '../config/duration.js';

export interface KeyFileOptions {
  readonly data: string;
}

export interface AddKeyOptions extends KeyFileOptions {
  readonly name?: string;
  readonly instance: string;
  readonly stream: string;
  readonly for: readonly StreamAction[];
  /** Milliseconds from now. */
  readonly expires?: number;
  readonly signing?: true;
  readonly quiet?: true;
}

export interface RotateKeyOptions extends KeyFileOptions {
  /** Milliseconds that the old key stays valid. */
  readonly grace: number;
  readonly quiet?: true;
}

export interface SignOptions extends KeyFileOptions {
  readonly for: StreamAction;
  readonly expires: number;
  readonly address?: string;
}

/** The folder of everything that the server keeps, which `serve` and `key` have in common. */
export function dataOption(): Option {
  return new Option('--data <dir>', 'folder of what the server keeps').default('data').env('AFTERGLOW_DATA');
}

export function addAddKeyOptions(command: Command): Command {
  return command
    .option('--name <name>', 'what to call the key; also the user name where encoders log in (default: made up)')
    .option('--instance <pattern>', 'instances it is for, * stands for any characters', '*')
    .option('--stream <pattern>', 'streams it is for', '*')
    .addOption(
      new Option('--for <action>', 'publish, play or both').argParser(parseActions).default(['publish'], 'publish'),
    )
    .option('--expires <duration>', 'how long it is valid, for example 30d (default: until it is revoked)', parseTime)
    .option('--signing', 'a key that addresses are signed with, for programs of your own')
    .addOption(quietOption());
}

export function addRotateKeyOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--grace <duration>', 'how long the old key stays valid; 0 ends it at once')
        .argParser(parseTime)
        .default(86_400_000, '24h'),
    )
    .addOption(quietOption());
}

export function addSignOptions(command: Command): Command {
  return command
    .requiredOption('--for <action>', 'publish or play', parseAction)
    .requiredOption('--expires <duration>', 'how long the address is valid, for example 2h', parseTime)
    .option('--address <ip>', 'the only address that may use it', parseAddress);
}

function quietOption(): Option {
  return new Option('-q, --quiet', 'print the key and nothing else');
}

function parseActions(text: string): readonly StreamAction[] {
  if (text === 'both') return ['publish', 'play'];
  if (text === 'publish' || text === 'play') return [text];
  throw new InvalidArgumentError('It is publish, play or both.');
}

function parseAction(text: string): StreamAction {
  if (text === 'publish' || text === 'play') return text;
  throw new InvalidArgumentError('It is publish or play.');
}

function parseTime(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) throw new InvalidArgumentError('Write a duration such as 90s, 2h or 30d.');
  return milliseconds;
}

function parseAddress(text: string): string {
  if (isIP(text) !== 0) return text;
  throw new InvalidArgumentError('Write an IP address such as 192.0.2.7 or 2001:db8::7.');
}
