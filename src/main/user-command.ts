import { text } from 'node:stream/consumers';
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { newUser, ROLES } from '../admin/api/schema/users.js';
import type { Role } from '../admin/api/schema/users.js';
import { addUser, changeUser, removeUser } from '../admin/users/change-users.js';
import { hashPassword, makePassword } from '../admin/users/passwords.js';
import { UserChangeError } from '../admin/users/user-change-error.js';
import { StorageError } from '../storage/storage-error.js';
import { UserFile } from '../storage/user-file.js';
import type { UserRecord } from '../storage/user-records.js';
import { ExitCode } from './exit-code.js';
import { written } from './key-table.js';
import type { KeyFileOptions } from './key-options.js';
import { dataOption } from './key-options.js';
import { textTable } from './text-table.js';

interface PasswordOptions extends KeyFileOptions {
  readonly passwordStdin?: true;
  readonly quiet?: true;
}

interface AddUserOptions extends PasswordOptions {
  readonly role: Role;
  readonly vhost?: string;
}

/** `afterglow user …`: who may use the console and the administration API, while the server runs or not. */
export function addUserCommand(program: Command): void {
  const command = program.command('user').description('users of the console and the administration API');
  const add = (name: string, description: string): Command =>
    command.command(name).description(description).addOption(dataOption());
  const withPassword = (of: Command): Command =>
    of
      .option('--password-stdin', 'read the password from standard input, instead of making one')
      .option('-q, --quiet', 'print the password that was made and nothing else');

  withPassword(add('add', 'make a user; a password that is made is shown this once'))
    .argument('<name>', 'what the user is called', parseName)
    .addOption(new Option('--role <role>', 'what the user may do').choices(ROLES).default('administrator'))
    .option('--vhost <adaptor/vhost>', 'the only virtual host that the user sees', parseHost)
    .action((name: string, options: AddUserOptions) => attempt(() => addOne(name, options)));
  add('list', 'show which users there are').action(({ data }: KeyFileOptions) => attempt(() => list(data)));
  add('remove', 'remove a user and the tokens of that user; who is logged in is logged out')
    .argument('<name>', 'the user')
    .action((name: string, { data }: KeyFileOptions) =>
      attempt(async () => {
        await new UserFile(data).update(removeUser(name));
        console.log(`The user ${name} is removed.`);
      }),
    );
  withPassword(add('password', 'give a user another password; who is logged in is logged out'))
    .argument('<name>', 'the user')
    .action((name: string, options: PasswordOptions) => attempt(() => changePassword(name, options)));
}

async function addOne(name: string, options: AddUserOptions): Promise<void> {
  const { role, vhost, data } = options;
  const password = await chosenPassword(options);
  const terms = { name, role, virtualHost: vhost, password: await hashPassword(password) };
  await new UserFile(data).update(addUser(terms, Date.now()));
  show(`The user ${name} (${role}) is made.`, password, options);
}

async function changePassword(name: string, options: PasswordOptions): Promise<void> {
  const password = await chosenPassword(options);
  const terms = { password: await hashPassword(password) };
  await new UserFile(options.data).update(changeUser(name, terms, Date.now()));
  show(`The user ${name} has another password.`, password, options);
}

async function list(data: string): Promise<void> {
  const { users } = await new UserFile(data).read();
  const rows = users.map(({ name, role, virtualHost = 'all', created, passwordChanged }: UserRecord) => {
    return [name, role, virtualHost, written(created), written(passwordChanged)];
  });
  const none = 'There are no users. "afterglow user add" makes one.';
  console.log(rows.length === 0 ? none : textTable(['NAME', 'ROLE', 'VIRTUAL HOST', 'CREATED', 'PASSWORD'], rows));
}

async function chosenPassword({ passwordStdin }: PasswordOptions): Promise<string> {
  if (passwordStdin !== true) return makePassword();
  const password = (await text(process.stdin)).replace(/\r?\n$/, '');
  if (newUser.shape.password.safeParse(password).success) return password;
  throw new UserChangeError('not-possible', 'A password is 10 to 200 characters.');
}

function show(done: string, password: string, { passwordStdin, quiet }: PasswordOptions): void {
  if (quiet !== true) console.log(done);
  if (passwordStdin === true) return;
  console.log(quiet === true ? password : `\n      ${password}\n\n  It is shown this once. Keep it to yourself.\n`);
}

function parseName(name: string): string {
  if (newUser.shape.name.safeParse(name).success) return name;
  throw new InvalidArgumentError('A name is 1 to 64 letters, digits, dots, hyphens, underscores and at signs.');
}

function parseHost(name: string): string {
  if (newUser.shape.virtualHost.safeParse(name).success) return name;
  throw new InvalidArgumentError('Write adaptor/vhost, for example _defaultRoot_/_defaultVHost_.');
}

async function attempt(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof UserChangeError ? ExitCode.usage : ExitCode.failed;
    const isSystemError = error instanceof Error && 'syscall' in error;
    if (!(error instanceof UserChangeError || error instanceof StorageError || isSystemError)) throw error;
  }
}
