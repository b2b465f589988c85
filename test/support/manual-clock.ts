export { ManualClock } from '../../src/main/testing/manual-clock.js';
