import { z } from 'zod';
import { RECORDING_NAME_PARTS } from '../application/recording-names.js';
import { parseSafeName } from '../application/safe-name.js';
import { choice, duration, flag, keyFacts, list, section, size } from './key-types.js';

/** `streamManager.recording`. */
export const recordingSection = section('What is recorded, and how. docs/recording.md shows it step by step.', {
  byPublishers: flag(
    true,
    'Publishers may record by the type that they publish with: record, append or appendWithGap. If false, their stream is live only.',
  ),
  streams: streamList(
    'Streams that are recorded without anybody asking, by their name; * stands for any characters. ["*"] for all.',
  ),
  format: choice(
    ['flv', 'mp4'],
    'flv',
    'The container of recordings. Publishers choose MP4 with mp4: before the name, and FLV with .flv at its end, whatever is said here.',
  ),
  name: nameTemplate(
    '{stream}-{date}-{time}-{sequence}',
    'How files are called of what is recorded because streams lists it, without extension: {application}, {instance}, {stream}, ' +
      '{date} and {time} when it began (UTC), {sequence} of the file in its recording. A slash makes folders.',
  ),
  existing: choice(
    ['separate', 'append', 'appendWithGap', 'replace'],
    'separate',
    'What becomes of a file that has that name already: separate leaves it alone and takes the next sequence; append goes on behind ' +
      'it, appendWithGap with the time left free that has passed; replace deletes it as soon as there is new media. MP4 is appended to when the new recording ends.',
  ),
  splitTime: duration(
    { default: '0s', min: '0s', max: '30d' },
    'A new file begins with the first key frame after this time; 0: never.',
  ),
  splitSize: size(
    { default: -1, min: '64KiB', max: '1024GiB', unlimited: true },
    'A new file begins with the first key frame after this size.',
  ),
  maxDuration: duration(
    { default: '0s', min: '0s', max: '3650d' },
    'A recording ends when it is this long, all of its files together; 0: never. The stream goes on. Scripts may ask for more: maxDurationCap.',
  ),
  maxSize: size(
    { default: -1, min: '64KiB', max: '1024GiB', unlimited: true },
    'A recording ends when it is this large, all of its files together. Scripts may ask for more: maxSizeCap.',
  ),
  maxDurationCap: duration(
    { default: '0s', min: '0s', max: '3650d' },
    'What a script or the console may have a recording be at most, and what it is if a script says -1 or nothing, as Stream.record of Flash Media Server has it; 0: as long as it goes on.',
  ),
  maxSizeCap: size({ default: -1, min: '64KiB', max: '1024GiB', unlimited: true }, 'The same, of its size.'),
  flushInterval: duration(
    { default: '1s', min: '50ms', max: '1m' },
    'After this time what was recorded is in the file, and nothing that happens to the server loses it.',
  ),
  syncWrite: flag(
    false,
    'Wait with each write until the disk has it, so that a loss of power loses no more than flushInterval either. Slow.',
  ),
  maxQueued: size(
    { default: '64MiB', min: '1MiB', max: '10GiB' },
    'Bytes of one recording that may wait in memory for the disk. With more, the recording ends and the stream goes on.',
  ),
  quota: size(
    { default: -1, min: '1MiB', max: '1024GiB', unlimited: true },
    'What all recordings of the application may take. Then nothing more is recorded.',
  ),
  minFreeSpace: size(
    { default: '256MiB', min: 0, max: '1024GiB' },
    'What must stay free on the disk. With less, nothing more is recorded.',
  ),
  retention: section('Which recordings are deleted, the oldest first. What plays or is being recorded is spared.', {
    maxAge: duration(
      { default: '0s', min: '0s', max: '3650d' },
      'Recordings that were last written to before this time are deleted; 0: never.',
    ),
    maxSize: size(
      { default: -1, min: '1MiB', max: '1024GiB', unlimited: true },
      'When the recordings of the application are larger, the oldest are deleted until they are not.',
    ),
  }),
});

function streamList(description: string) {
  const item = z.string().min(1).max(200).register(keyFacts, {
    noun: 'the name of a stream',
    mend: 'write a name such as camera, or a pattern such as camera-*',
    format: String,
  });
  return list(item, [], 'names of streams', description);
}

function nameTemplate(value: string, description: string) {
  return z
    .string()
    .refine(isTemplate)
    .prefault(value)
    .meta({ description })
    .register(keyFacts, {
      noun: 'the name of a file',
      mend: `write a name such as ${value}`,
      format: (template: string) => JSON.stringify(template),
    });
}

function isTemplate(template: string): boolean {
  const filled = RECORDING_NAME_PARTS.reduce((text, part) => text.replaceAll(`{${part}}`, 'x'), template);
  return !/[{}]/.test(filled) && parseSafeName(filled) !== undefined;
}
