import { z } from 'zod';
import { count, duration, flag, keyFacts, list, section } from './key-types.js';
import { optionalPath } from './optional-path.js';

/** `swfVerification` of `application.yaml`. */
export const swfVerificationSection = section(
  'Which SWFs may be clients. Flash Player proves by a hash which one it is; a program that has the file can prove the same. docs/rtmpe.md ' +
    'shows it step by step.',
  {
    enabled: flag(false, 'Ask clients for the hash of their SWF, and disconnect who has none that is known.'),
    swfFolder: optionalPath(
      'a folder',
      'SWFs',
      'Where the SWFs are, from the folder of the application; empty for SWFs there. Those in a folder with the name of an ' +
        'instance are for this instance only.',
    ),
    dirLevelSWFScan: count(
      { default: 1, min: 0, max: 8 },
      'How many folders deep SWFs are looked for; 0: only in swfFolder itself.',
    ),
    updateInterval: duration(
      { default: '5m', min: '1s', max: '1d' },
      'After this time the folder is looked through again, when a client wants to be verified.',
    ),
    hashes: hashList('SWFs that are not in the folder, by their size and hash as rtmpdump writes them.'),
    userAgentExceptions: agentList(
      'How the names (flashVer) of those begin who are not asked: FMLE/ for encoders, which have no SWF.',
    ),
    firstHashTimeout: duration(
      { default: '5s', min: '100ms', max: '1h' },
      'Time for the answer. Who has not answered then is disconnected.',
    ),
    connectionBlocking: flag(
      false,
      'Do nothing of what a client asks for until it was verified. If false, it is served meanwhile, as in Flash Media Server.',
    ),
  },
);

function hashList(description: string) {
  const item = z
    .string()
    .regex(/^[1-9]\d{0,9}:[0-9a-fA-F]{64}$/)
    .register(keyFacts, {
      noun: 'a size and a hash',
      mend: 'write the size in bytes, a colon and 64 hexadecimal digits in quotes',
      format: String,
    });
  return list(item, [], 'sizes and hashes', description);
}

function agentList(description: string) {
  const item = z.string().min(1).max(200).register(keyFacts, {
    noun: 'the beginning of a name',
    mend: 'write a beginning such as FMLE/',
    format: String,
  });
  return list(item, [], 'beginnings of names', description);
}
