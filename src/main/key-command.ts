import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import type { AccessKey } from '../application/access-key.js';
import { parseSafeName } from '../application/safe-name.js';
import type { NewKeyTerms, ShownKey } from '../storage/change-keys.js';
import {
  addSigningKey,
  addStreamKey,
  KeyChangeError,
  revokeKey,
  rotateKey,
  signerFor,
} from '../storage/change-keys.js';
import { KeyFile } from '../storage/key-file.js';
import { StorageError } from '../storage/storage-error.js';
import { ExitCode } from './exit-code.js';
import type { AddKeyOptions, KeyFileOptions, RotateKeyOptions, SignOptions } from './key-options.js';
import { addAddKeyOptions, addRotateKeyOptions, addSignOptions, dataOption } from './key-options.js';
import { keyTable, place, written } from './key-table.js';
import { keyUse, parseStreamAddress, signAddress } from './sign-address.js';

/** `afterglow key …`: makes, lists, rotates and revokes keys, and signs addresses, while the server runs or not. */
export function addKeyCommand(program: Command): void {
  const command = program.command('key').description('stream keys and signed addresses');
  const add = (name: string, description: string): Command =>
    command.command(name).description(description).addOption(dataOption());

  addAddKeyOptions(add('add', 'make a key; it is shown this once'))
    .argument('[application]', 'the application it is for, * for all', parseApplication, 'live')
    .action((application: string, options: AddKeyOptions) => attempt(() => addKey(application, options)));
  add('list', 'show which keys there are, without the keys themselves').action((options: KeyFileOptions) =>
    attempt(() => listKeys(options)),
  );
  addRotateKeyOptions(add('rotate', 'replace a key by another; the old one stays valid for a while'))
    .argument('<name>', 'the name of the key')
    .action((name: string, options: RotateKeyOptions) => attempt(() => rotate(name, options)));
  add('revoke', 'end a key for good, and disconnect who publishes or plays by it')
    .argument('<name>', 'the name of the key')
    .action((name: string, options: KeyFileOptions) => attempt(() => revoke(name, options)));
  addSignOptions(add('sign', 'print an address that is valid for a while'))
    .argument('<address>', 'the address of a stream, such as rtmp://media.example.com/live/test')
    .action((address: string, options: SignOptions) => attempt(() => sign(address, options)));
}

async function addKey(application: string, options: AddKeyOptions): Promise<void> {
  const { name, instance, stream, signing, expires } = options;
  const terms: NewKeyTerms = {
    ...(name === undefined ? {} : { name }),
    application,
    instance,
    stream,
    actions: options.for,
    ...(expires === undefined ? {} : { expires: Date.now() + expires }),
  };
  const change = signing === true ? addSigningKey : addStreamKey;
  show(await new KeyFile(options.data).change(change(terms, Date.now())), options.quiet);
}

async function listKeys({ data }: KeyFileOptions): Promise<void> {
  const keys = await new KeyFile(data).read();
  console.log(keys.length === 0 ? 'There are no keys. "afterglow key add" makes one.' : keyTable(keys, Date.now()));
}

async function rotate(name: string, { data, grace, quiet }: RotateKeyOptions): Promise<void> {
  const [now, file] = [Date.now(), new KeyFile(data)];
  show(await file.change(rotateKey(name, now + grace, now)), quiet);
  if (quiet === true) return;
  console.log(
    grace === 0
      ? 'The old key is no longer valid. Who is here by it is disconnected.\n'
      : `The old key stays valid until ${written(now + grace)} UTC. Then who is still here by it is disconnected.\n`,
  );
}

async function revoke(name: string, { data }: KeyFileOptions): Promise<void> {
  await new KeyFile(data).change(revokeKey(name, Date.now()));
  console.log(`The key ${name} is revoked. Who is here by it is disconnected.`);
}

/** Signs with the newest key that may; makes one if there is none. */
async function sign(address: string, options: SignOptions): Promise<void> {
  const stream = parseStreamAddress(address);
  if (stream === undefined)
    throw new KeyChangeError(`${address} is not the address of a stream; write rtmp://host/application/stream.`);
  const [now, file, use] = [Date.now(), new KeyFile(options.data), keyUse(stream, options.for)];
  let signer = signerFor(await file.read(), use, now);
  if (signer === undefined) {
    const actions = ['publish', 'play'] as const;
    const { key } = await file.change(
      addSigningKey({ application: stream.application, instance: '*', stream: '*', actions }, now),
    );
    console.error(`There was no signing key for ${stream.application}. Made one: ${key.name}.`);
    signer = signerFor([key], use, now);
  }
  if (signer === undefined) throw new KeyChangeError('There is no key to sign this with.');
  const limits = { expires: now + options.expires, from: options.address ?? '' };
  console.log(signAddress(address, stream, options.for, limits, signer));
}

function show({ key, shown }: ShownKey, quiet: true | undefined): void {
  console.log(quiet === true ? shown : description(key, shown));
}

function description(key: AccessKey, shown: string): string {
  const until = key.expires === undefined ? '' : `, until ${written(key.expires)} UTC`;
  const title = `The ${key.kind} key ${key.name}, to ${key.actions.join(' and ')} in ${place(key)}${until}:`;
  const use = key.kind === 'signing' ? [] : uses(key, shown);
  return ['', `  ${title}`, '', `      ${shown}`, '', '  It is shown this once. Keep it to yourself.', '', ...use].join(
    '\n',
  );
}

function uses({ name, application, actions }: AccessKey, shown: string): string[] {
  const server = `rtmp://<server>/${application === '*' ? '<application>' : application}`;
  if (!actions.includes('publish')) return [`  Play  ${server}/<stream>?key=${shown}`, ''];
  return [
    `  In OBS  Server      ${server}`,
    `          Stream Key  <stream>?key=${shown}`,
    '',
    `  or with "Use authentication":`,
    `          Server      ${server}?auth`,
    `          Stream Key  <stream>`,
    `          User Name   ${name}`,
    `          Password    the key`,
    '',
  ];
}

function parseApplication(text: string): string {
  if (text === '*' || parseSafeName(text.replaceAll('*', 'x')) !== undefined) return text;
  throw new InvalidArgumentError('It is the name of an application, or * for all.');
}

async function attempt(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof KeyChangeError ? ExitCode.usage : ExitCode.failed;
    if (!(error instanceof KeyChangeError || error instanceof StorageError || isSystemError(error))) throw error;
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
