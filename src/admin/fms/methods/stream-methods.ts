import { commandFailed } from '../fms-answer.js';
import { numbers, text } from '../fms-arguments.js';
import type { FmsMethods } from '../fms-method.js';
import type { FmsObject } from '../fms-value.js';
import type { StreamUse } from '../stream-uses.js';
import { wholeList } from '../whole-list.js';
import { instanceOf } from './application-methods.js';

const APP_INST = ['appInst', 'appinst', 'app'] as const;
const STREAM = ['stream', 'streamName', 'streamname'] as const;

/** What is asked of streams. */
export const streamMethods: FmsMethods = {
  getLiveStreams: {
    ...{ parameters: [APP_INST], needs: 'viewer' },
    run(args, call) {
      const { application, instance } = instanceOf(args, call);
      const streams = wholeList((question) => call.pages.streams(question), { ...call.host, application, instance });
      return streams.filter(({ live }) => live).map(({ name }) => name);
    },
  },
  getLiveStreamStats: {
    ...{ parameters: [APP_INST, STREAM], needs: 'viewer' },
    run(args, call) {
      const { application, instance } = instanceOf(args, call);
      const place = { ...call.host, application, instance };
      const name = text(args, 'stream');
      if (call.pages.stream(place, name) === undefined) throw commandFailed(`There is no live stream ${name}.`);
      const uses = call.uses.of(place).filter((use) => use.name === name);
      const publisher = uses.find(({ type }) => type === 'publishing');
      const players = uses.filter(({ type }) => type === 'playing live');
      return {
        name,
        ...(publisher === undefined
          ? {}
          : { publisher: { ...netStream(publisher), publish_time: new Date(publisher.since) } }),
        subscribers: players.map((player) => ({ ...netStream(player), subscribe_time: new Date(player.since) })),
      };
    },
  },
  getNetStreams: {
    ...{ parameters: [APP_INST], needs: 'viewer' },
    run: (args, call) => call.uses.of(instanceOf(args, call)).map(({ id }) => id),
  },
  getNetStreamStats: {
    ...{ parameters: [APP_INST, ['streamids', 'streamIds', 'streamid']], needs: 'viewer' },
    run(args, call) {
      const uses = call.uses.of(instanceOf(args, call));
      const wanted = numbers(args.streamids);
      if (wanted.length === 0 || wanted.includes(-1)) return uses.map(netStream);
      return wanted.map((id) => {
        const use = uses.find((candidate) => candidate.id === id);
        if (use === undefined) throw commandFailed(`There is no stream ${id}.`);
        return netStream(use);
      });
    },
  },
  getRecordedStreams: {
    ...{ parameters: [APP_INST], needs: 'viewer' },
    run: (args, call) => [...new Set(recorded(call.uses.of(instanceOf(args, call))).map(({ name }) => name))],
  },
  getRecordedStreamStats: {
    ...{ parameters: [APP_INST, STREAM], needs: 'viewer' },
    run(args, call) {
      const name = text(args, 'stream');
      const players = recorded(call.uses.of(instanceOf(args, call))).filter((use) => use.name === name);
      if (players.length === 0) throw commandFailed(`Nobody plays recorded media of the name ${name}.`);
      return { name, subscribers: players.map((use) => ({ ...netStream(use), subscribe_time: new Date(use.since) })) };
    },
  },
};

function recorded(uses: readonly StreamUse[]): StreamUse[] {
  return uses.filter(({ type }) => type === 'play recorded');
}

function netStream({ id, name, type, client, since }: StreamUse): FmsObject {
  return {
    name,
    time: new Date(since),
    type,
    client: client ?? '',
    stream_id: id,
    streamid: id,
    client_type: client === undefined ? 'service' : 'normal',
    diffserv_bits: 0,
  };
}
