import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchServer, RunningServer } from '../bench-server.js';
import { edgeScenarios } from '../bench-server.js';
import { afterglow } from './afterglow.js';

/**
 * Afterglow as an edge: all it has is on a second Afterglow server, over a link. The edge is measured; streams are
 * published at the origin.
 */
export const afterglowEdge: BenchServer = {
  name: 'afterglow-edge',
  floor: 'afterglow',
  scenarios: edgeScenarios,
  start: async (setting): Promise<RunningServer> => {
    const place = (name: string): string => {
      const folder = join(setting.folder, name);
      mkdirSync(folder);
      return folder;
    };
    const secret = join(setting.folder, 'link.secret');
    writeFileSync(secret, 'the secret of these servers\n');
    const link = `link.secretFile=${secret}`;
    // Wherever there is room: the edge has the core to itself.
    const there = { ...setting, folder: place('origin'), core: undefined };
    const origin = await afterglow('origin', edgeScenarios, [link]).start(there);
    const route = `application.proxy.routeTable=["*:*;link://${new URL(origin.address).host}"]`;
    const settings = [link, 'application.proxy.mode=remote', route];
    const here = { ...setting, folder: place('edge'), media: undefined, benchApps: false };
    try {
      const edge = await afterglow('edge', edgeScenarios, settings).start(here);
      const stop = async (): Promise<void> => {
        await edge.stop();
        await origin.stop();
      };
      return { ...edge, publishing: origin.address, stop };
    } catch (error) {
      await origin.stop();
      throw error;
    }
  },
};
