import type { HealthReason } from '../../admin/api/schema/server.js';
import type { StreamHealth } from '../../stream/stream-statistics.js';

/** Milliseconds. Beyond them a stream does not do well, or badly. */
const SILENT = { warning: 3000, bad: 10_000 } as const;
const KEY_FRAMES = { warning: 12_000, bad: 60_000 } as const;
const SKEW = { warning: 500, bad: 2000 } as const;
const JITTER = { warning: 200, bad: 1000 } as const;

/** What is wrong with a stream that is published, and what to do about it. */
export function streamHealth(health: StreamHealth, where: string): HealthReason[] {
  const { silentFor, format, sinceKeyFrame, gop, audioAhead, jitter, allZero } = health;
  const reasons: HealthReason[] = [];
  const look = (value: number, { warning, bad }: { warning: number; bad: number }, what: string): void => {
    if (value > warning) reasons.push({ severity: value > bad ? 'bad' : 'warning', what, where });
  };
  if (silentFor === undefined) {
    reasons.push({ severity: 'warning', what: 'Nothing has come yet: look at the encoder.', where });
    return reasons;
  }
  look(silentFor, SILENT, `Nothing has come for ${seconds(silentFor)}: look at the encoder and its network.`);
  if (silentFor > SILENT.warning) return reasons;
  const interval = Math.max(gop.duration, sinceKeyFrame ?? 0);
  if (format.video !== undefined)
    look(interval, KEY_FRAMES, `Key frames are ${seconds(interval)} apart: set the encoder to one every 2 s.`);
  const skew = Math.abs(audioAhead);
  if (format.video !== undefined && format.audio !== undefined)
    look(skew, SKEW, `Audio and video are ${seconds(skew)} apart: look at the sources of the encoder.`);
  look(
    jitter,
    JITTER,
    `It arrives unevenly, by ${Math.round(jitter)} ms: the network of the encoder is not good enough.`,
  );
  if (allZero)
    reasons.push({ severity: 'bad', what: 'All timestamps are 0: nobody can play it; mend the encoder.', where });
  return reasons;
}

/** The state of what has these reasons. */
export function worstOf(reasons: readonly HealthReason[]): 'good' | 'warning' | 'bad' {
  if (reasons.some(({ severity }) => severity === 'bad')) return 'bad';
  return reasons.length > 0 ? 'warning' : 'good';
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
