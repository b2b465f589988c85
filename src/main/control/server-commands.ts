import type { ServerControl } from '../../admin/server-control.js';
import type { GrowingFiles } from '../../storage/growing-files.js';
import type { Clock } from '../../time/clock.js';
import type { AfterglowServer } from '../afterglow-server.js';
import type { Presence } from '../pages/presence.js';
import type { Bans } from './bans.js';
import { LiveControl } from './live-control.js';
import { MediaControl } from './media-control.js';
import { ObjectControl } from './object-control.js';
import { StreamControl } from './stream-control.js';

/** What the administration does to a running server. */
export function serverCommands(
  server: AfterglowServer,
  presence: Presence,
  bans: Bans,
  dataDir: string,
  growing: GrowingFiles,
  clock: Clock,
): ServerControl {
  const live = new LiveControl(server, presence, bans);
  const streams = new StreamControl(server, clock);
  const objects = new ObjectControl(server);
  const media = new MediaControl(server, dataDir, growing);
  return {
    loadInstance: (place) => live.loadInstance(place),
    unloadInstance: (place) => live.unloadInstance(place),
    reloadInstance: (place) => live.reloadInstance(place),
    unloadApplication: (place) => live.unloadApplication(place),
    disconnect: (id, reason) => live.disconnect(id, reason),
    setBandwidth: (id, limit) => live.setBandwidth(id, limit),
    checkBandwidth: (id) => live.checkBandwidth(id),
    notify: (id, method, args) => live.notify(id, method, args),
    isAlive: (id, timeout) => live.isAlive(id, timeout),
    ban: (address, terms) => live.ban(address, terms),
    unban: (address) => live.unban(address),
    bans: () => live.bans(),
    endStream: (place, stream) => streams.endStream(place, stream),
    startRecording: (place, stream, request) => streams.startRecording(place, stream, request),
    stopRecording: (place, stream) => streams.stopRecording(place, stream),
    keyFrame: (place, stream) => streams.keyFrame(place, stream),
    preview: (place, stream, window) => streams.preview(place, stream, window),
    setProperty: (place, property, value) => objects.setProperty(place, property, value),
    clearSharedObject: (place) => objects.clearSharedObject(place),
    sendToUsers: (place, handler, args) => objects.sendToUsers(place, handler, args),
    mediaFiles: (place) => media.mediaFiles(place),
    mediaFacts: (place) => media.mediaFacts(place),
    mediaSize: (place) => media.mediaSize(place),
    readMediaFile: (place, range) => media.readMediaFile(place, range),
    deleteMediaFile: (place) => media.deleteMediaFile(place),
    repairMediaFile: (place) => media.repairMediaFile(place),
  };
}
