import { expect, it } from 'vitest';
import { TrackSurvey } from '../../../src/hls/track-survey.js';
import { AAC, OTHER_AAC, stream, twoAacTracks } from '../../support/mp4-stream.js';

it('tells of all tracks of a stream', () => {
  const survey = new TrackSurvey();
  survey.accept(stream.avcHeader());
  survey.accept(twoAacTracks(0, 0, AAC, OTHER_AAC));
  for (let time = 0; time <= 1000; time += 100) {
    survey.accept(stream.avc(time, time === 0 ? 'key' : 'inter', 0, 1000));
    survey.accept(twoAacTracks(time, 1, new Uint8Array(50), new Uint8Array(20)));
  }
  survey.accept(stream.data(new Uint8Array(10)));
  expect(survey.video.map(({ id, format: { codecString, width } }) => [id, codecString, width])).toEqual([
    [0, 'avc1.42c00c', 320],
  ]);
  expect(survey.audio.map(({ id, format: { codecString, channels } }) => [id, codecString, channels])).toEqual([
    [0, 'mp4a.40.2', 2],
    [1, 'mp4a.40.2', 1],
  ]);
  expect(survey.video[0]!.bandwidth).toBeCloseTo(88_440, -3);
  expect(survey.audio[1]!.bandwidth).toBeLessThan(survey.audio[0]!.bandwidth!);
});

it('knows no rate of what has just begun', () => {
  const survey = new TrackSurvey();
  survey.accept(stream.avcHeader());
  survey.accept(stream.avc(0));
  expect(survey.video[0]?.bandwidth).toBeUndefined();
  expect(survey.audio).toEqual([]);
});
