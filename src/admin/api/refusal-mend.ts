import type { Refusal } from '../../application/refusal.js';

interface Mend {
  /** The key of the configuration, with its level: `application.publish.requires`. */
  readonly key?: string;
  /** What to do if it should be let in. */
  readonly mend: string;
}

type Row = readonly [rule: RegExp, mend: string];

/** What to do about rules that are no keys of the configuration, or need more words. The first that fits. */
const MENDS: readonly Row[] = [
  [
    /^application\.(publish|play)\.requires/,
    'Give who comes a key ("afterglow key add", or Keys in the console), or exempt the address under `exempt`.',
  ],
  [
    /^application\.(publish|play)\.agents/,
    'Add how the agent begins to `agents.allow`, or take it out of `agents.deny`.',
  ],
  [
    /^application\.(publish|play)\.pages/,
    'Add the domain of the page to `pages.allow`, or take it out of `pages.deny`.',
  ],
  [/^application\.(publish|play)(:|\.)/, 'Add the address to `allow`, or take it out of `deny`.'],
  [
    /^application\.client\.access/,
    'Widen the folders that clients may use under `client.access`, or let the script do it.',
  ],
  [
    /^application\.hooks/,
    'A web server decided, or did not answer: look into its log, and at the webhooks of the overview.',
  ],
  [/resourceLimits/, 'Raise this limit, or find out who uses it up: Clients shows who is here.'],
  [/^client\.maxStreams/, 'Raise this limit; players need a stream for each thing they play at a time.'],
  [/^disallowedProtocols/, 'Take the protocol out of `disallowedProtocols`, or connect by another.'],
  [/^vhost: /, 'Add the address to `access.allow` of the virtual host, or take it out of `access.deny`.'],
  [
    /^streamManager\.live\.secondPublisher/,
    'Somebody publishes under this name: end that stream, choose another name, or set `secondPublisher` to replace or backup.',
  ],
  [/^streamManager\.recording\.(quota|minFreeSpace)/, 'Make room: delete recordings, or raise the limit.'],
  [
    /^application\.streamManager\.recording\.byPublishers/,
    'Set `byPublishers` to true, or record by configuration or from the console.',
  ],
  [/^login /, 'User name or password of the encoder are wrong: the name is that of a key, the password is the key.'],
  [/key .* (revoked|expired)/, 'Give who comes a new key: "afterglow key add", or Keys in the console.'],
  [
    /no folder of that name/,
    'The address names an application that is not there: mend the address, or make a folder of that name among the applications.',
  ],
  [/no virtual host answers/, 'Connect by a host name that is configured, or add it to `aliases` of a virtual host.'],
  [/no such stream|there is none/, 'Nobody publishes it and no file has that name: mend the name, or publish first.'],
  [
    /the media cannot be read/,
    'The file is broken or cannot be read: the log says why; Recordings repairs what was cut off.',
  ],
  [/^(script|the script|hook )/, 'The application decided, or failed: look into its log.'],
  [
    /stream name|names an application|stream key is no name/,
    'The client asks for something that can have no such name: mend its address.',
  ],
  [
    /^rtmp\.acceptTimeout/,
    'The application takes too long to decide: look at its script and hooks, or raise the timeout.',
  ],
  [/shutting down|unloaded meanwhile/, 'It was coming and going at that moment: connect again.'],
  [
    /swfVerification|SWF/,
    'The SWF is not among those that are known: add it to the folder of `swfVerification`, or exempt the agent.',
  ],
  [/^banned/, 'Lift the ban under Clients, or wait for its end.'],
];

/** Keys that rules name without their level, or not by their whole name. */
const KEYS: readonly (readonly [rule: RegExp, key: string])[] = [
  [/^application\.(publish|play): (allow|deny)/, 'application.$1.$2'],
  [/^application\.(publish|play)/, 'application.$1'],
  [/^disallowedProtocols/, 'application.disallowedProtocols'],
  [/^(resourceLimits|streamManager|client)\./, 'application.$1.'],
  [/^vhost: .*?(allow|deny)/, 'vhost.access.$1'],
  [/^vhost: /, 'vhost.access'],
  [/^rtmp\.acceptTimeout/, 'adaptor.rtmp.acceptTimeout'],
];

/** What decided, and what to do about it, in the words of the configuration. */
export function mendOf({ rule }: Pick<Refusal, 'rule'>): Mend {
  const mend = MENDS.find(([pattern]) => pattern.test(rule))?.[1] ?? 'The rule says what was in the way.';
  const key = keyOf(rule);
  return key === undefined ? { mend } : { key, mend };
}

function keyOf(rule: string): string | undefined {
  const [written = ''] = /^[A-Za-z]+(\.[A-Za-z]+)+/.exec(rule) ?? [];
  if (/^(application|vhost|adaptor|server)\./.test(written) && !/^application\.(publish|play)$/.test(written))
    return written;
  for (const [pattern, key] of KEYS) {
    const match = pattern.exec(rule);
    if (match === null) continue;
    const named = key.replace(/\$(\d)/g, (_whole, index: string) => match[Number(index)] ?? '');
    return named.endsWith('.') ? `application.${written}` : named;
  }
  return undefined;
}
