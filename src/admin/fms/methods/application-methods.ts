import { commandFailed } from '../fms-answer.js';
import { flag, instanceNamed, text } from '../fms-arguments.js';
import type { FmsArguments, FmsCall } from '../fms-context.js';
import type { FmsMethods } from '../fms-method.js';
import type { FmsObject } from '../fms-value.js';
import { FmsList } from '../fms-value.js';
import { wholeList } from '../whole-list.js';
import {
  applicationsIn,
  bandwidthOf,
  dropped,
  instancesIn,
  kindsOfConnects,
  SWF_VERIFICATION,
  totalsOf,
} from './statistics.js';

const APP = ['app', 'appname', 'appName'] as const;
const APP_INST = ['appInst', 'appinst', 'app'] as const;

/** What is asked of applications and their instances, and what they can be told to do. */
export const applicationMethods: FmsMethods = {
  getApps: {
    ...{ parameters: [['verbose'], ['force']], needs: 'viewer' },
    run(args, call) {
      const applications = applicationsIn(call);
      const items = flag(args, 'verbose')
        ? applications.map(({ name, instances, clients }) => ({ name, instances, clients }))
        : applications.map(({ name }) => name);
      return new FmsList({ total_apps: applications.length }, items);
    },
  },
  getAppStats: {
    ...{ parameters: [APP], needs: 'viewer' },
    run: (args, call) => applicationStatistics(call, text(args, 'app')),
  },
  getActiveInstances: {
    ...{ parameters: [['processID']], needs: 'viewer' },
    run: (_, call) => instancesIn(call, call.host).map(({ application, instance }) => `${application}/${instance}`),
  },
  getInstanceStats: {
    ...{ parameters: [APP_INST], needs: 'viewer' },
    run: (args, call) => instanceStatistics(call, text(args, 'appInst')),
  },
  getScriptStats: {
    ...{ parameters: [APP_INST], needs: 'viewer' },
    run: (args, call) => ({
      name: text(args, 'appInst'),
      ...scriptStatistics(instanceOf(args, call).messages.received),
    }),
  },
  addApp: {
    ...{ parameters: [APP], needs: 'administrator', changes: true },
    async run(args, { house, host }) {
      await house.addApplication(host, text(args, 'app'));
      return undefined;
    },
  },
  removeApp: {
    ...{ parameters: [APP], needs: 'administrator', changes: true },
    async run(args, { house, host, control }) {
      const application = text(args, 'app');
      await control.unloadApplication({ ...host, application });
      await house.removeApplication(host, application);
      return undefined;
    },
  },
  reloadApp: {
    ...{ parameters: [APP_INST], needs: 'operator', changes: true },
    async run(args, call) {
      await call.control.reloadInstance(instanceNamed(call, text(args, 'appInst')));
      return undefined;
    },
  },
  unloadApp: {
    ...{ parameters: [['appInst', 'app', 'appname', 'appName', 'appinst']], needs: 'operator', changes: true },
    async run(args, call) {
      const named = text(args, 'appInst');
      if (named.includes('/')) await call.control.unloadInstance(instanceNamed(call, named));
      else await call.control.unloadApplication({ ...call.host, application: named });
      return undefined;
    },
  },
  approveDebugSession: {
    ...{ parameters: [APP_INST, ['debugId']], needs: 'operator', changes: true },
    run() {
      throw commandFailed('There are no debug sessions: the console shows streams and shared objects without one.');
    },
  },
};

/** The instance that a call is about. */
export function instanceOf(args: FmsArguments, call: FmsCall) {
  const named = text(args, 'appInst');
  const instance = call.pages.instance(instanceNamed(call, named));
  if (instance === undefined) throw commandFailed(`Application instance ${named} is not running.`);
  return instance;
}

function applicationStatistics(call: FmsCall, name: string): FmsObject {
  const applications = applicationsIn(call).filter((application) => application.name === name);
  if (applications.length === 0) throw commandFailed(`There is no application ${name}.`);
  const place = { ...call.host, application: name };
  const life = call.uses.application(place);
  const age = life === undefined ? 0 : call.clock.date() - life.since;
  return {
    launch_time: life === undefined ? null : new Date(life.since),
    up_time: life === undefined ? 0 : secondsSince(call, life.since),
    ...totalsOf(call, { name: `app ${placeName(place)}`, age }, applications, instancesIn(call, place)),
    msg_dropped: dropped(call, place),
    total_instances_loaded: life?.loaded ?? 0,
    total_instances_unloaded: life?.unloaded ?? 0,
    cores: [{ pid: process.pid, core_id: 0 }],
  };
}

function instanceStatistics(call: FmsCall, appInst: string): FmsObject {
  const { since, traffic, messages, connects, clients, clientsByEdge } = instanceOf({ appInst }, call);
  const { pages } = call;
  const place = instanceNamed(call, appInst);
  const streams = wholeList((question) => pages.streams(question), place);
  const lost = streams.reduce((sum, { name }) => {
    return sum + Object.values(pages.stream(place, name)?.drops ?? {}).reduce((total, drops) => total + drops, 0);
  }, 0);
  return {
    launch_time: new Date(since),
    up_time: secondsSince(call, since),
    bytes_in: traffic.received,
    bytes_out: traffic.sent,
    ...bandwidthOf(call, { name: `instance ${placeName(place)}`, age: call.clock.date() - since }, traffic),
    msg_in: messages.received,
    msg_out: messages.sent,
    msg_dropped: lost,
    accepted: connects.accepted,
    rejected: connects.rejected,
    connected: clients,
    total_connects: connects.accepted,
    total_disconnects: connects.left,
    ...kindsOfConnects(clients, clientsByEdge),
    ...SWF_VERIFICATION,
    pid: process.pid,
    core_id: 0,
    script: scriptStatistics(messages.received),
  };
}

/** Tells what is measured from all else. */
function placeName(place: object): string {
  return Object.values(place).join('/');
}

/** Scripts run in threads of their own, of which no such times are kept: what is not known is 0. */
function scriptStatistics(processed: number): FmsObject {
  return {
    time_high_water_mark: 0,
    queue_size: 0,
    queue_high_water_mark: 0,
    total_processed: processed,
    total_process_time: 0,
    memory_used: 0,
    gc_memory_used: 0,
    max_memory_used: 0,
    gc_count: 0,
    server_gc_count: 0,
  };
}

function secondsSince({ clock }: FmsCall, moment: number): number {
  return Math.max(0, Math.round((clock.date() - moment) / 1000));
}
