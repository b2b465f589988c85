/** What stream keys begin with, so that people and programs recognise one that was put in the wrong place. */
export const KEY_PREFIX = 'ag_';

const KEY = /ag_[A-Za-z0-9_-]{16,}/g;
/** A token of the administration, as long as these are: names may begin so, too. */
const TOKEN = /aft_[A-Za-z0-9_-]{40,}/g;

/** Whether there is a stream key in this text. */
export function hasKey(text: string): boolean {
  return text.search(KEY) >= 0;
}

/** The text without the stream keys and the tokens in it. */
export function withoutKeys(text: string): string {
  const keyless = text.includes(KEY_PREFIX) ? text.replace(KEY, `${KEY_PREFIX}…`) : text;
  return keyless.includes('aft_') ? keyless.replace(TOKEN, 'aft_…') : keyless;
}
