import { isKeyName } from './access-key.js';
import type { HashedSecret, StreamKey } from './access-key.js';
import type { ClientFacts } from './client.js';
import type { KeyGrant, KeyObjection, KeyRing } from './key-ring.js';
import { isGrant } from './key-ring.js';
import type { LoginChallenges } from './login-challenges.js';
import type { LoginMode } from './login-verifiers.js';
import { answersAdobe, answersLlnw } from './login-verifiers.js';
import { queryParameters } from './query-parameters.js';
import type { Refusal } from './refusal.js';

/** Which application and instance somebody logs in to. */
export interface LoginPlace {
  readonly application: string;
  readonly instance: string;
}

/**
 * The login of an encoder, which knows user and password and tells neither. Every step is a connect
 * command of its own, and but for the last is answered with a rejection whose description says what
 * comes next:
 *
 *     connect live                                             code=403 need auth; authmod=adobe
 *     connect live?authmod=adobe&user=u                        ?reason=needauth&user=u&salt=…&challenge=…&opaque=…
 *     connect live?authmod=adobe&user=u&challenge=…&response=… success, or ?reason=authfailed
 *
 * The user is the name of a stream key, the password the key. A user that there is not is led through
 * all steps like one that there is.
 */
export class PublisherLogin {
  constructor(
    private readonly ring: KeyRing,
    private readonly challenges: LoginChallenges,
  ) {}

  /**
   * Takes the step that a client asks for in the query of its application; undefined if it asks for
   * none. A grant ends the login; every refusal is a step of it, or its failure.
   */
  step(facts: ClientFacts, place: LoginPlace): KeyGrant | Refusal | undefined {
    const parameters = queryParameters(facts.query);
    const mode = parameters.get('authmod');
    if (mode === undefined) return undefined;
    if (mode !== 'adobe' && mode !== 'llnw') return failed('adobe', `there is no login ${mode.slice(0, 20)}`);
    const user = parameters.get('user') ?? '';
    if (!isKeyName(user)) return failed(mode, 'the user is not a name that a key can have', 'nosuchuser');
    if (!parameters.has('response')) return this.#challenge(mode, user);
    const answer = this.#check(mode, user, parameters, facts.query, place);
    return isGrant(answer) ? answer : failed(mode, answer.because);
  }

  #challenge(mode: LoginMode, user: string): Refusal {
    const key = this.ring.streamKey(user);
    const challenge = this.challenges.issue(user);
    const salt = key?.secrets[0]?.adobe.salt ?? this.challenges.saltOf(user);
    // Encoders hash the opaque if there is one, and else the challenge: here they are the same.
    const more = mode === 'adobe' ? `salt=${salt}&challenge=${challenge}&opaque=${challenge}` : `nonce=${challenge}`;
    return step(`authmod=${mode}`, `?reason=needauth&user=${user}&${more}`);
  }

  #check(
    mode: LoginMode,
    user: string,
    parameters: ReadonlyMap<string, string>,
    query: string,
    place: LoginPlace,
  ): KeyGrant | KeyObjection {
    const challenge = parameters.get(mode === 'adobe' ? 'opaque' : 'nonce') ?? '';
    if (!this.challenges.isOpen(challenge, user)) return { because: 'the challenge was not given, or not now' };
    const key = this.ring.streamKey(user);
    if (key === undefined) return { because: 'there is no key of that name' };
    const secret = key.secrets.find((candidate) => {
      if (mode === 'llnw') return isLlnwAnswer(candidate, challenge, parameters, query, place);
      const [theirs, response] = [parameters.get('challenge') ?? '', parameters.get('response') ?? ''];
      return answersAdobe(candidate.adobe.verifier, challenge, theirs, response);
    });
    if (secret === undefined) return { because: `the password is not ${keyOf(key)}` };
    this.challenges.close(challenge);
    return this.ring.judge({ key, secret }, { action: 'publish', stream: undefined, ...place });
  }
}

/** Asks an encoder to log in. */
export function loginWanted(mode: LoginMode): Refusal {
  return step(`code=403 need auth; authmod=${mode}`, '');
}

/** ffmpeg hashes the application with the query that it was given, OBS without. */
function isLlnwAnswer(
  { llnw }: HashedSecret,
  nonce: string,
  parameters: ReadonlyMap<string, string>,
  query: string,
  { application, instance }: LoginPlace,
): boolean {
  const [cnonce = '', nc = '', response = ''] = ['cnonce', 'nc', 'response'].map((name) => parameters.get(name));
  const ownQuery = query.split(/[?&]?authmod=/)[0] ?? '';
  const paths = [
    `${application}/${instance}`,
    `${application}?${ownQuery}/${instance}`,
    `${application}/${instance}?${ownQuery}`,
  ];
  return paths.some((path) => answersLlnw(llnw, path, { nonce, cnonce, nc, response }));
}

function keyOf({ name }: StreamKey): string {
  return `the key ${name}`;
}

function step(state: string, next: string): Refusal {
  return {
    rule: 'application.publish.requires: key',
    reason: 'login',
    description: `[ AccessManager.Reject ] : [ ${state} ] : ${next}`,
  };
}

function failed(mode: LoginMode, because: string, reason = 'authfailed'): Refusal {
  return { ...step(`authmod=${mode}`, `?reason=${reason}`), rule: `login (${mode}): ${because}`, reason: 'denied' };
}
