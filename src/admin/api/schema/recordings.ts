import { z } from 'zod';
import { bytes, count, givenName, hostQuery, milliseconds, moment, pageOf, pageQuery } from './values.js';

/** Where a file of recorded media is: among what was recorded, or in the media folder of the application. */
export const MEDIA_PLACES = ['recordings', 'media'] as const;

export const mediaFile = z.object({
  place: z.enum(MEDIA_PLACES),
  application: z.string(),
  instance: z.string().optional().describe('Of recordings.'),
  path: z.string().describe('Below the folder of the instance, or the media folder: `show/one.flv`.'),
  stream: z.string().describe('What a player names: `show/one`, `mp4:show/two.mp4`.'),
  container: z.string().describe('flv, mp4, mp3'),
  size: bytes,
  modified: moment,
  recording: z.boolean().describe('It is being written.'),
});
export type MediaFile = z.output<typeof mediaFile>;
export const mediaFilePage = pageOf(mediaFile);
export const mediaQuery = hostQuery.extend(pageQuery.shape).extend({
  application: givenName,
  place: z.enum(MEDIA_PLACES).optional(),
  instance: givenName.optional(),
  search: z.string().max(200).optional(),
});
export type MediaQuery = z.input<typeof mediaQuery>;

/** Names one file. */
export const mediaFileQuery = hostQuery.extend({
  application: givenName,
  place: z.enum(MEDIA_PLACES),
  instance: givenName.optional().describe('Of a recording.'),
  path: z.string().min(1).max(1000),
});
export type MediaFileQuery = z.input<typeof mediaFileQuery>;

export const mediaFacts = mediaFile.extend({
  duration: milliseconds.optional(),
  video: z.string().optional().describe('Codec.'),
  audio: z.string().optional(),
  width: count.optional(),
  height: count.optional(),
  warnings: z.array(z.string()),
});
export type MediaFacts = z.output<typeof mediaFacts>;

export const repaired = z.object({
  changed: z.boolean(),
  report: z.array(z.string()).describe('What was mended, a sentence each.'),
});
export type Repaired = z.output<typeof repaired>;
