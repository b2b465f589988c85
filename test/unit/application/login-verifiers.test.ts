import { describe, expect, it } from 'vitest';
import { adobeVerifier, answersAdobe, answersLlnw, llnwVerifier } from '../../../src/application/login-verifiers.js';
import { queryParameters } from '../../../src/application/query-parameters.js';

const USER = 'studio';
const PASSWORD = 'ag_0123456789abcdefghijklmnopqrstuv';
const SALT = 'BTe_2Q3u';

/** What real encoders sent to log in to `live/x`, or to `live/room1/x`, with the user, password and salt above. */
const adobe = [
  {
    encoder: 'ffmpeg 5.1',
    query: 'challenge=56ce3055&response=FVNbuqLMIlOMhiFvmO1qqg==&opaque=1cd.Ntba2wWQQcY1.BVkAP8tYd6_vwCwG',
  },
  {
    encoder: 'OBS 29.0',
    query: 'challenge=vtcJQQ==&response=OSSu1vsn4YSdcTibVhUaDw==&opaque=y9.Ac2bVVlEt9zt.phXRbZ12yI-hKNL7',
  },
  {
    encoder: 'GStreamer 1.22',
    query: 'challenge=28b3c9cb&response=L9mFKEv5WLI3xPbXjKhU0w==&opaque=1a7.2Nm4NVKJbv_1.gLySbZR-ICxYQ_-t',
  },
];
const llnw = [
  {
    encoder: 'ffmpeg 5.1',
    path: 'live/_definst_',
    query:
      'nonce=1av.9l302pORoboE.YZ1brmv7tnptmg9p&cnonce=46e35efd&nc=00000001&response=715d7b6d39d58b54b50e1dc66d700252',
  },
  {
    encoder: 'ffmpeg 5.1, with an instance',
    path: 'live/room1',
    query:
      'nonce=1k7.6BTAthZgbM4a.naH6SBZR6pE24Fi3&cnonce=899aa435&nc=00000001&response=8a53fa5554ae7e55a04e3433c35f55fe',
  },
  {
    encoder: 'OBS 29.0',
    path: 'live/_definst_',
    query:
      'nonce=um.oiGHcVdcvJdA.CzeamRagBUoS4Vtr&cnonce=43bf2913&nc=00000001&response=cbb3ffd5a8920c21eae946ac9c2b88d6',
  },
];

function read(query: string): Record<string, string> {
  return Object.fromEntries(queryParameters(query));
}

describe("Adobe's login", () => {
  it.each(adobe)('$encoder knows the password', ({ query }) => {
    const { challenge = '', response = '', opaque = '' } = read(query);
    const verifier = adobeVerifier(USER, SALT, PASSWORD);
    expect(answersAdobe(verifier, opaque, challenge, response)).toBe(true);
  });

  it.each(adobe)('$encoder would not be believed for anything else', ({ query }) => {
    const { challenge = '', response = '', opaque = '' } = read(query);
    const verifier = adobeVerifier(USER, SALT, PASSWORD);
    expect(answersAdobe(adobeVerifier('Studio', SALT, PASSWORD), opaque, challenge, response)).toBe(false);
    expect(answersAdobe(adobeVerifier(USER, 'BTe_2Q3v', PASSWORD), opaque, challenge, response)).toBe(false);
    expect(answersAdobe(adobeVerifier(USER, SALT, `${PASSWORD}w`), opaque, challenge, response)).toBe(false);
    expect(answersAdobe(verifier, `${opaque}.`, challenge, response)).toBe(false);
    expect(answersAdobe(verifier, opaque, `${challenge}0`, response)).toBe(false);
    expect(answersAdobe(verifier, opaque, challenge, response.toLowerCase())).toBe(false);
    expect(answersAdobe(verifier, opaque, challenge, '')).toBe(false);
  });
});

describe("Limelight's login", () => {
  const answer = (query: string) => {
    const { nonce = '', cnonce = '', nc = '', response = '' } = read(query);
    return { nonce, cnonce, nc, response };
  };

  it.each(llnw)('$encoder knows the password', ({ path, query }) => {
    expect(answersLlnw(llnwVerifier(USER, PASSWORD), path, answer(query))).toBe(true);
  });

  it.each(llnw)('$encoder would not be believed for anything else', ({ path, query }) => {
    const right = answer(query);
    const verifier = llnwVerifier(USER, PASSWORD);
    expect(answersLlnw(llnwVerifier(USER, 'other'), path, right)).toBe(false);
    expect(answersLlnw(llnwVerifier('other', PASSWORD), path, right)).toBe(false);
    expect(answersLlnw(verifier, 'live/room2', right)).toBe(false);
    expect(answersLlnw(verifier, path, { ...right, nonce: 'another' })).toBe(false);
    expect(answersLlnw(verifier, path, { ...right, cnonce: '00000000' })).toBe(false);
    expect(answersLlnw(verifier, path, { ...right, nc: '00000002' })).toBe(false);
    expect(answersLlnw(verifier, path, { ...right, response: '' })).toBe(false);
  });
});
