import { z } from 'zod';
import { isHostName } from './host-name.js';
import { addressList, choice, keyFacts, list, section } from './key-types.js';

const REQUIRED =
  'key: a stream key, or an address signed with a key. signature: a signed address. nothing: no more than the rules of this section.';

const pages = (verb: string) =>
  section(`From which web pages ${verb} is allowed, by their host: who is in allow and not in deny.`, {
    allow: pageList(
      ['all'],
      'Pages it is allowed from. example.com means its subdomains too; none: clients that are not in a page, or do not say so.',
    ),
    deny: pageList([], 'Pages it is not.'),
  });

const agents = (verb: string) =>
  section(
    `With which programs ${verb} is allowed, by how they call themselves (flashVer): who is in allow and not in deny.`,
    {
      allow: agentList(
        ['all'],
        'How their names begin; * stands for any characters: FMLE/ for encoders, "LNX 9," for ffmpeg playing. none: no name.',
      ),
      deny: agentList([], 'How the names of those begin that are not allowed.'),
    },
  );

/** Who may publish and who may play. */
export const accessSections = {
  publish: section('Who may publish: who is in allow and not in deny, and has what is required.', {
    allow: addressList(['all'], 'From where publishing is allowed.'),
    deny: addressList([], 'From where it is not.'),
    requires: choice(['nothing', 'key', 'signature'], 'key', `What must be shown. ${REQUIRED}`),
    exempt: addressList(['loopback'], 'From where nothing is required.'),
    login: choice(
      ['none', 'adobe', 'llnw'],
      'none',
      'Ask encoders for user and password when they connect and show no key in the address of the server. An encoder that is ' +
        'asked and has none gives up, so name?key=... works no longer: see docs/access.md. none: ask only where the address ' +
        'says so (rtmp://host/live?auth).',
    ),
    pages: pages('publishing'),
    agents: agents('publishing'),
  }),
  play: section('Who may play: who is in allow and not in deny, and has what is required.', {
    allow: addressList(['all'], 'From where playing is allowed.'),
    deny: addressList([], 'From where it is not.'),
    requires: choice(['nothing', 'key', 'signature'], 'nothing', `What must be shown. ${REQUIRED}`),
    exempt: addressList([], 'From where nothing is required.'),
    pages: pages('playing'),
    agents: agents('playing'),
  }),
};

function pageList(value: string[], description: string) {
  const item = z.string().refine(isHostName).register(keyFacts, {
    noun: 'a host name, all or none',
    mend: 'write all, none or a host such as example.com',
    format: String,
  });
  return list(item, value, 'host names, all or none', description);
}

function agentList(value: string[], description: string) {
  const item = z.string().min(1).max(200).register(keyFacts, {
    noun: 'the beginning of a name, all or none',
    mend: 'write all, none or a beginning such as FMLE/',
    format: String,
  });
  return list(item, value, 'beginnings of names, all or none', description);
}
