import type { Command } from 'commander';

/** What is behind the options in the help of each command: how it is used, as it is typed. */
const examples: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'afterglow serve',
    [
      'afterglow serve --conf /etc/afterglow --apps /srv/apps --data /var/lib/afterglow',
      'afterglow serve --listen 127.0.0.1:0 --http 127.0.0.1:0 --log-format json',
      'afterglow serve --set application.publish.requires=nothing',
    ],
  ],
  ['afterglow check', ['afterglow check --conf /etc/afterglow --apps /srv/apps']],
  [
    'afterglow key add',
    ['afterglow key add --name studio', 'afterglow key add vod --for play --expires 30d --stream "film*" --quiet'],
  ],
  ['afterglow key list', ['afterglow key list --data /var/lib/afterglow']],
  ['afterglow key rotate', ['afterglow key rotate studio --grace 1h']],
  ['afterglow key revoke', ['afterglow key revoke studio']],
  ['afterglow key sign', ['afterglow key sign rtmp://media.example.com/live/test --for play --expires 2h']],
  ['afterglow media inspect', ['afterglow media inspect film.flv', 'afterglow media inspect --json --strict *.mp4']],
  ['afterglow media index', ['afterglow media index apps/vod/media']],
  [
    'afterglow media repair',
    ['afterglow media repair --dry-run film.flv', 'afterglow media repair film.flv --output whole.flv'],
  ],
  ['afterglow media remux', ['afterglow media remux film.flv film.mp4']],
  ['afterglow import fms', ['afterglow import fms /opt/adobe/ams', 'afterglow import fms backup/conf --to imported']],
  ['afterglow import nginx-rtmp', ['afterglow import nginx-rtmp /etc/nginx/nginx.conf --to imported']],
  ['afterglow import node-media-server', ['afterglow import node-media-server app.js --to imported']],
  [
    'afterglow import sharedobject',
    ['afterglow import sharedobject sharedobjects/_definst_/users.fso --app chat --name users'],
  ],
  ['afterglow port', ['afterglow port chat']],
  ['afterglow tls self-signed', ['afterglow tls self-signed --names media.example.com,192.0.2.1 --out tls']],
  [
    'afterglow user add',
    ['afterglow user add anna', 'afterglow user add stats --role viewer --vhost _defaultRoot_/_defaultVHost_'],
  ],
  ['afterglow user list', ['afterglow user list']],
  ['afterglow user remove', ['afterglow user remove anna']],
  ['afterglow user password', ['afterglow user password anna --password-stdin < password.txt']],
]);

const general = `
Ends with: 0 done, 1 it failed or could not start, 2 wrong options or configuration.
Signals to serve: SIGTERM and SIGINT stop it, once more at once; SIGHUP reads the configuration anew.
Environment: AFTERGLOW_CONF, AFTERGLOW_APPS, AFTERGLOW_DATA, AFTERGLOW_LISTEN, AFTERGLOW_HTTP, AFTERGLOW_ADMIN
stand for the options of these names; an option that is given comes first.

Examples:
  afterglow                       run the server with the folders conf, apps and data
  afterglow key add               a key to publish with
  afterglow user add anna         somebody who may use the console, http://127.0.0.1:1111
  afterglow serve --help          all options of a command

All keys of the configuration: docs/configuration.md of the package, and its folder conf.`;

/** Adds examples to the help of all commands of the program, and what holds for all of them to that of the program. */
export function addHelpTexts(command: Command, name = command.name()): void {
  if (command.parent === null) command.addHelpText('after', general);
  const shown = examples.get(name);
  if (shown !== undefined) command.addHelpText('after', `\nExamples:\n${shown.map((line) => `  ${line}`).join('\n')}`);
  for (const child of command.commands) addHelpTexts(child, `${name} ${child.name()}`);
}
