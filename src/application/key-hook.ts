import type { Logger } from '../log/logger.js';
import type { KeyUse, StreamAction } from './access-key.js';
import type { AddressRules } from './address-rules.js';
import { canonicalAddress } from './canonical-address.js';
import type { Client } from './client.js';
import type { ApplicationPlace } from './application-place.js';
import type { Hook } from './hook.js';
import type { KeyGrant, KeyObjection, KeyRing } from './key-ring.js';
import { isGrant } from './key-ring.js';
import { hasKey } from './key-text.js';
import type { KeyUses } from './key-uses.js';
import type { LoginMode } from './login-verifiers.js';
import type { PublisherLogin } from './publisher-login.js';
import { loginWanted } from './publisher-login.js';
import { queryParameters } from './query-parameters.js';
import type { Refusal } from './refusal.js';
import { isRefusal } from './refusal.js';
import { readSignature } from './signed-address.js';
import type { StreamName } from './stream-name.js';

/** What must be shown: nothing; a key, or an address signed with one; a signed address. */
export type Requirement = 'nothing' | 'key' | 'signature';

export interface ActionKeyRules {
  readonly requires: Requirement;
  /** Who needs to show nothing: whom these rules let pass. */
  readonly exempt: AddressRules;
}

export interface KeyRules {
  readonly publish: ActionKeyRules;
  readonly play: ActionKeyRules;
  /** Which login an encoder is asked for that shows nothing when it connects; undefined for none. */
  readonly login: LoginMode | undefined;
}

/** The keys of the server and who uses them. */
export interface KeyAccess {
  readonly ring: KeyRing;
  readonly uses: KeyUses;
  readonly login: PublisherLogin;
  readonly logger: Logger;
}

/** Lets in who has a key where one is required, and whom a login at the connect command has proved to have one. */
export function keyHook(application: string, rules: () => KeyRules, { ring, uses, login, logger }: KeyAccess): Hook {
  const places = new WeakMap<Client, { readonly instance: ApplicationPlace; readonly loggedIn?: KeyGrant }>();

  return {
    name: 'keys',
    onConnect(client, instance) {
      const place = { application, instance: instance.name };
      const answer = login.step(client.facts, place);
      if (answer === undefined) {
        places.set(client, { instance });
        return loginNeeded(client, rules());
      }
      if (isRefusal(answer)) return answer;
      places.set(client, { instance, loggedIn: answer });
      logger.info('logged in', { client: client.id, application: instance.path, key: answer.key.name });
      return undefined;
    },
    onDisconnect(client) {
      places.delete(client);
      uses.remove(client);
    },
    onPublish: (client, stream) => decide('publish', client, stream),
    onPlay: (client, stream) => decide('play', client, stream),
    mayPlay(client, stream) {
      const answer = ask('play', client, stream);
      return isRefusal(answer) ? answer : undefined;
    },
  };

  function decide(action: StreamAction, client: Client, stream: StreamName): Refusal | undefined {
    const answer = ask(action, client, stream);
    if (answer === undefined || isRefusal(answer)) return answer;
    uses.add(client, answer);
    const instance = places.get(client)!.instance;
    const fields = { client: client.id, application: instance.path, key: answer.key.name, action, stream: stream.name };
    logger.info('key accepted', fields);
    return undefined;
  }

  /** The key by which it is allowed; undefined if it takes none. */
  function ask(action: StreamAction, client: Client, stream: StreamName): KeyGrant | Refusal | undefined {
    if (hasKey(stream.name)) return keyAsName;
    const { requires, exempt } = rules()[action];
    if (requires === 'nothing' || exempt.refuses(client.facts.address) === undefined) return undefined;
    const place = places.get(client);
    if (place === undefined) return denied(action, requires, 'the client is not connected any more');
    const { instance, loggedIn } = place;
    const use = { action, application, instance: instance.name, stream: stream.name };
    const answer = judge(requires, client, stream, use, loggedIn);
    return isGrant(answer) ? answer : denied(action, requires, answer.because);
  }

  /** The best that was shown decides; if nothing of it is good, the first objection is told. */
  function judge(
    requires: Requirement,
    client: Client,
    { type, name, query }: StreamName,
    use: KeyUse & { readonly stream: string },
    loggedIn: KeyGrant | undefined,
  ): KeyGrant | KeyObjection {
    const answers: (KeyGrant | KeyObjection)[] = [];
    for (const parameters of [queryParameters(query), queryParameters(client.facts.query)]) {
      const signature = readSignature(parameters);
      const from = canonicalAddress(client.facts.address);
      if (signature !== undefined) answers.push(ring.checkSignature(signature, use, `${type}:${name}`, from));
      const key = parameters.get('key');
      if (requires === 'key' && key !== undefined) answers.push(ring.check(key, use));
    }
    if (requires === 'key' && loggedIn !== undefined) answers.push(ring.judge(loggedIn, use));
    return answers.find(isGrant) ?? answers[0] ?? { because: `no ${requires} was shown` };
  }
}

/**
 * Whether to ask for a login before anything else, because an encoder that has been let in does not log
 * in any more. It cannot show then that it has a key in the name of its stream, so this is done where
 * it is configured, or where the address asks for it: `rtmp://host/live?auth`.
 */
function loginNeeded({ facts }: Client, { publish, login }: KeyRules): Refusal | undefined {
  if (publish.requires !== 'key' || publish.exempt.refuses(facts.address) === undefined) return undefined;
  const parameters = queryParameters(facts.query);
  const asked = parameters.get('auth');
  if (asked !== undefined) return loginWanted(asked === 'llnw' ? 'llnw' : (login ?? 'adobe'));
  if (login === undefined || !facts.isEncoder) return undefined;
  return parameters.has('key') || parameters.has('signature') ? undefined : loginWanted(login);
}

/** Everybody sees the name of a stream. */
const keyAsName: Refusal = {
  rule: 'a stream key is no name of a stream',
  reason: 'bad-name',
  description: 'This is a stream key, and a stream needs a name: name?key=...',
};

function denied(action: StreamAction, requires: Requirement, because: string): Refusal {
  const what = requires === 'key' ? 'A valid stream key is needed' : 'A valid signed address is needed';
  return { rule: `application.${action}.requires: ${requires}; ${because}`, reason: 'denied', description: `${what}.` };
}
