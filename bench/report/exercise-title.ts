import type { Exercise } from '../measurement.js';

/** An exercise in words. */
export function exerciseTitle({ scenario, size }: Exercise): string {
  switch (scenario) {
    case 'live':
      return `live: 1 publisher, ${size} players`;
    case 'publishers':
      return `publishers: ${size} publishers, each with 1 player`;
    case 'churn':
      return `churn: connect, play, leave; ${size} at once`;
    case 'start':
      return `start: 1 client up to Play.Start; first frame while ${size} join, 300 per second`;
  }
}
