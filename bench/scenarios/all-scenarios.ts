import type { ScenarioName } from '../bench-server.js';
import { churn } from './churn.js';
import { live } from './live.js';
import { publishers } from './publishers.js';
import type { Scenario } from './scenario.js';
import { start } from './start.js';

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = { live, publishers, churn, start };
