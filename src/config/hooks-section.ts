import { z } from 'zod';
import { webhookEvents } from '../webhook/webhook-options.js';
import { addressList, choice, count, duration, flag, keyFacts } from './key-types.js';
import { optionalPath } from './optional-path.js';

const EVENTS = webhookEvents.join(', ');

/** `hooks` of an application: the addresses that are asked and told. */
export const hooksList = z
  .array(webhook())
  .max(20)
  .prefault([])
  .meta({
    description:
      'Web addresses that are asked before somebody connects, publishes, plays or is recorded, and told what happens: see ' +
      'docs/webhooks.md. They are asked in their order, after all other rules, and the first refusal decides.',
  })
  .register(keyFacts, {
    noun: 'a list of at most 20 webhooks such as {url: "https://site.example.com/hook", events: [publish]}',
    mend: 'write the items in brackets: [{url: "https://site.example.com/hook", events: [publish]}]',
    format: (hooks: readonly { readonly url: string }[]) =>
      JSON.stringify(hooks.map((hook) => ({ ...hook, url: withoutSecrets(hook.url) }))),
  });

function webhook() {
  return z
    .strictObject({
      url: z
        .string()
        .max(2000)
        .refine(isWebAddress)
        .meta({ description: 'Where to send it, by POST: http:// or https://.' })
        .register(keyFacts, {
          noun: 'a web address',
          mend: 'write an address such as https://site.example.com/hook',
          format: String,
        }),
      events: eventList(),
      format: choice(
        ['json', 'form'],
        'json',
        'How it is written. form: as nginx-rtmp writes it, and only the status of the answer counts.',
      ),
      timeout: duration(
        { default: '3s', min: '100ms', max: '1m' },
        'Time for an answer. Who connects, publishes or plays waits at most as long, all attempts together.',
      ),
      onFailure: choice(
        ['deny', 'allow'],
        'deny',
        'What it means if there is no answer, or none that can be understood, to a question.',
      ),
      retries: count(
        { default: 5, min: 0, max: 20 },
        'How often it is sent again what has happened, until it answers 2xx. Questions are repeated twice, within their time.',
      ),
      includeQuery: flag(
        false,
        'Send what clients write behind the question mark of an address or the name of a stream. There may be a stream key in it.',
      ),
      secretFile: optionalPath(
        'a file',
        '/etc/afterglow/hook.secret',
        'A file with the secret, of at least 16 characters, that requests are signed with. If empty they are not signed.',
      ),
      caFile: optionalPath(
        'a file',
        '/etc/afterglow/ca.pem',
        'A file with the certificates (PEM) that the server behind https:// is trusted by, instead of the usual ones.',
      ),
      allow: addressList(
        [],
        'Private addresses that the name in url may stand for. An address in url, and localhost, need not be listed.',
      ),
    })
    .register(keyFacts, {
      noun: 'a webhook',
      mend: 'write {url: "https://site.example.com/hook", events: [publish]}',
      format: (hook: { readonly url: string }) => JSON.stringify({ ...hook, url: withoutSecrets(hook.url) }),
    });
}

function eventList() {
  const item = z.enum(webhookEvents).register(keyFacts, { noun: 'an event', mend: `write ${EVENTS}`, format: String });
  return z
    .array(item)
    .min(1)
    .meta({ description: `What it is asked (connect, publish, play, record) and told: ${EVENTS}.` })
    .register(keyFacts, {
      noun: 'a list of events',
      mend: `write some of [${EVENTS}]`,
      format: (events: readonly string[]) => `[${events.join(', ')}]`,
    });
}

function isWebAddress(written: string): boolean {
  return /^https?:\/\//i.test(written) && URL.canParse(written);
}

/** What a log may show of an address: nothing but the parts in which there is no secret. */
function withoutSecrets(written: string): string {
  const { origin, pathname, search, username } = new URL(written);
  return `${origin}${pathname}${search === '' ? '' : '?…'}${username === '' ? '' : ' (with a password)'}`;
}
