import { liveName, parseStreamName } from './stream-name.js';

/** Whether it names live streams of an instance: a name as it is kept, in which `*` may stand for any characters. */
export function isStreamPattern(written: string): boolean {
  const plain = written.replaceAll('*', 'x');
  const stream = parseStreamName(plain);
  return stream?.query === '' && liveName(stream) === plain;
}
