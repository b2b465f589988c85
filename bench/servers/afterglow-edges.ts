import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { administrationAddress } from '../administration.js';
import type { BenchServer, EdgeGroup, RunningServer } from '../bench-server.js';
import { edgeGroupScenarios } from '../bench-server.js';
import { afterglow } from './afterglow.js';

/** Two edges of one origin, and a second origin in its place when that goes. The edges are measured. */
export const afterglowEdges: BenchServer = {
  name: 'afterglow-edges',
  scenarios: edgeGroupScenarios,
  start: async (setting): Promise<RunningServer> => {
    const secret = join(setting.folder, 'link.secret');
    writeFileSync(secret, 'the secret of these servers\n');
    const link = `link.secretFile=${secret}`;
    const started: RunningServer[] = [];
    const folders = new Map<RunningServer, string>();
    const start = async (name: string, settings: readonly string[], isOrigin: boolean): Promise<RunningServer> => {
      const folder = join(setting.folder, name);
      mkdirSync(folder);
      const own = { ...setting, folder, core: isOrigin ? undefined : setting.core, benchApps: false };
      const there = isOrigin ? own : { ...own, media: undefined };
      const server = await afterglow(name, edgeGroupScenarios, [link, ...settings]).start(there);
      started.push(server);
      folders.set(server, folder);
      return server;
    };
    const stop = async (): Promise<void> => {
      for (const server of started.reverse()) {
        for (const pid of server.pids) process.kill(pid, 'SIGCONT');
        await server.stop();
      }
    };
    try {
      const origins = [await start('origin', [], true), await start('stand-in', [], true)];
      const targets = origins.map(({ address }) => new URL(address).host).join(';');
      const settings = ['application.proxy.mode=remote', `application.proxy.routeTable=["*:*;${targets}"]`];
      const edges = [await start('edge', settings, false), await start('second-edge', settings, false)];
      const group: EdgeGroup = {
        origins: origins.map(({ address }) => address),
        edges: edges.map(({ address }) => address),
        hang: () => process.kill(origins[0]!.pids[0]!, 'SIGSTOP'),
        metric: (who, name) => metricOf(folders.get(who === 'origin' ? origins[0]! : edges[0]!)!, name),
      };
      return { address: edges[0]!.address, pids: edges.flatMap(({ pids }) => pids), group, stop };
    } catch (error) {
      await stop();
      throw error;
    }
  },
};

/** A figure of the server whose output is in `folder`, by its name and labels in its metrics; 0 if it has none. */
async function metricOf(folder: string, name: string): Promise<number> {
  const text = await (await fetch(`${administrationAddress(folder)}/metrics`)).text();
  const values = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  return values.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
