import type { DefectMend, MediaDefect } from '../media/media-report.js';
import { FLV_HEADER_SIZE } from './flv-header.js';
import { toldDuration } from './flv-metadata.js';
import { startsLate } from './flv-origin.js';
import type { FlvSurvey } from './survey-flv.js';

/** Milliseconds that a duration may be off. */
const TOLERANCE = 1000;

/** What is wrong with a file, in the order of the file as far as there is one. */
export function flvDefects(survey: FlvSurvey): MediaDefect[] {
  return [
    ...headerDefects(survey),
    ...metadataDefects(survey),
    ...indexDefects(survey),
    ...timeDefects(survey),
    ...tagDefects(survey),
    ...trackDefects(survey),
    ...endDefects(survey),
  ];
}

function defect(code: MediaDefect['code'], message: string, offset?: number, mend: DefectMend = 'repair'): MediaDefect {
  return { code, message, offset, mend };
}

function* headerDefects({ header, index, beginsRight }: FlvSurvey): Generator<MediaDefect> {
  if (header === undefined) {
    yield defect('wrong-header', 'the file does not begin with the header of an FLV', 0);
    return;
  }
  const { tags } = index;
  if (header.version !== 1) yield defect('wrong-header', `the header says version ${header.version}`, 3);
  const isTrue = header.hasAudio === tags.audio > 0 && header.hasVideo === tags.video > 0;
  if (!isTrue) yield defect('wrong-header', `the header says ${said(header)}, there is ${present(tags)}`, 4);
  if (header.dataOffset < FLV_HEADER_SIZE || !beginsRight) {
    yield defect('wrong-header', `the first tag is not where the header says (${header.dataOffset})`, 5);
  }
}

function said({ hasAudio, hasVideo }: { readonly hasAudio: boolean; readonly hasVideo: boolean }): string {
  return [...(hasVideo ? ['video'] : []), ...(hasAudio ? ['audio'] : [])].join(' and ') || 'neither audio nor video';
}

function present({ audio, video }: FlvSurvey['index']['tags']): string {
  return said({ hasAudio: audio > 0, hasVideo: video > 0 });
}

function* metadataDefects({ head, index, lastTag }: FlvSurvey): Generator<MediaDefect> {
  const { metadata } = head;
  if (metadata === undefined) {
    yield defect('no-metadata', 'there is no onMetaData');
    return;
  }
  const { base } = index.timeline;
  const told = toldDuration(metadata);
  const isMeasured = index.duration > 0;
  if (told === undefined) {
    if (isMeasured) yield defect('no-duration', 'onMetaData tells no duration', metadata.offset);
    return;
  }
  const latest = Math.max(index.duration, lastTag) + base;
  if (told >= index.lastTime - TOLERANCE && told <= latest + TOLERANCE) return;
  const message = `onMetaData tells ${seconds(told)}, the media lasts ${seconds(index.duration)}`;
  yield defect('wrong-duration', message, metadata.offset);
}

function* indexDefects({ head, told, keyFrames }: FlvSurvey): Generator<MediaDefect> {
  if (head.metadata === undefined) return;
  const { offset } = head.metadata;
  if (told.wrong > 0) {
    yield defect(
      'wrong-index',
      `${told.wrong} of the ${told.count} key frames that onMetaData lists are elsewhere`,
      offset,
    );
  } else if (told.count === 0 && keyFrames.count > 1) {
    yield defect('no-index', `onMetaData lists none of the ${keyFrames.count} key frames`, offset);
  }
}

function* timeDefects({ index, stepsBack, gaps }: FlvSurvey): Generator<MediaDefect> {
  const { base } = index.timeline;
  if (startsLate(index)) yield defect('late-start', `the timestamps begin at ${seconds(base)}`);
  if (stepsBack.count > 0) {
    const message = `timestamps step back ${times(stepsBack.count)}, by up to ${seconds(stepsBack.largest)}`;
    yield defect('time-steps-back', message, stepsBack.firstAt);
  }
  if (gaps.count > 0) {
    const message = `timestamps jump ahead ${times(gaps.count)}, by up to ${seconds(gaps.largest)}`;
    yield defect('time-jumps', message, gaps.firstAt, 'nothing');
  }
}

function* tagDefects(survey: FlvSurvey): Generator<MediaDefect> {
  const { garbage, garbageBytes, wrongBackPointers, wrongStreamIds } = survey;
  if (garbage.count > 0) {
    yield defect(
      'garbage',
      `${garbageBytes} bytes that belong to no tag, in ${places(garbage.count)}`,
      garbage.firstAt,
    );
  }
  if (wrongBackPointers.count > 0) {
    const { count, firstAt } = wrongBackPointers;
    yield defect('wrong-back-pointers', `${count} back ${count === 1 ? 'pointer is' : 'pointers are'} wrong`, firstAt);
  }
  if (wrongStreamIds.count > 0) {
    const { count, firstAt } = wrongStreamIds;
    yield defect('wrong-stream-ids', `${tagsOf(count)} with another stream id than 0`, firstAt);
  }
}

function* trackDefects({ index, streams }: FlvSurvey): Generator<MediaDefect> {
  const { encryptedTags } = index.defects;
  if (encryptedTags > 0) yield defect('encrypted', `${tagsOf(encryptedTags)} encrypted`, undefined, 'nothing');
  const { count, kinds } = streams.unknown;
  if (count === 0) return;
  yield defect(
    'unsupported-track',
    `${tagsOf(count)} of ${kinds.join(' and ')} in an unknown codec`,
    undefined,
    'nothing',
  );
}

function* endDefects({ index, end, size }: FlvSurvey): Generator<MediaDefect> {
  if (index.defects.lostAt !== undefined) {
    yield defect('unreadable-end', `no tag is found in the last ${size - end} bytes`, end);
  } else if (end < size) {
    yield defect('truncated', `the last tag is cut off: ${size - end} bytes of it are there`, end);
  } else if (end > size) {
    yield defect('truncated', 'the last back pointer is cut off', size);
  }
}

function tagsOf(count: number): string {
  return `${count} ${count === 1 ? 'tag' : 'tags'}`;
}

function places(count: number): string {
  return `${count} ${count === 1 ? 'place' : 'places'}`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(3)} s`;
}
