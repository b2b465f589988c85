import type { ScenarioName } from '../bench-server.js';
import { apiClients, metricsScrape } from './administration.js';
import { callAsc, callTs, instances } from './call.js';
import { churn } from './churn.js';
import { edgeFailover, edgeHits, edgeSplit } from './edges.js';
import { live } from './live.js';
import { publishers } from './publishers.js';
import type { Scenario } from './scenario.js';
import { recording } from './recording.js';
import { seek } from './seek.js';
import { sharedObjectMany, sharedObjectOne } from './sharedobject.js';
import { start } from './start.js';
import { vodMany, vodOne } from './vod.js';
import { webPlayers } from './web.js';

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  live,
  publishers,
  churn,
  start,
  recording,
  'vod-one': vodOne,
  'vod-many': vodMany,
  'vod-large': vodOne,
  seek,
  'sharedobject-one': sharedObjectOne,
  'sharedobject-many': sharedObjectMany,
  'call-asc': callAsc,
  'call-ts': callTs,
  instances,
  hls: webPlayers('hls'),
  'hls-parts': webPlayers('hls-parts'),
  'http-flv': webPlayers('http-flv'),
  'ws-flv': webPlayers('ws-flv'),
  rtmps: webPlayers('rtmps'),
  'edge-split': edgeSplit,
  'edge-hits': edgeHits,
  'edge-failover': edgeFailover,
  'api-clients': apiClients,
  'metrics-scrape': metricsScrape,
};
