import type { ApplicationSettings } from '../config/configuration.js';
import { addressRules } from '../net/address-rules.js';

type PlaySettings = Pick<ApplicationSettings, 'landingPage' | 'play' | 'hooks'>;

/** Whether the landing page tells somebody at that address of the live streams of an application. */
export function showsStreams({ landingPage, play, hooks }: PlaySettings, hasScript: boolean, address: string): boolean {
  if (landingPage.streams !== 'open') return landingPage.streams === 'all';
  const isAsked = hasScript || hooks.some(({ events }) => events.includes('connect') || events.includes('play'));
  if (isAsked || addressRules({ ...play, order: 'allow,deny' }).refuses(address) !== undefined) return false;
  return play.requires === 'nothing' || isExempt(play.exempt, address);
}

/** Whether somebody at that address has to show something to publish. */
export function needsKey({ publish }: Pick<ApplicationSettings, 'publish'>, address: string): boolean {
  return publish.requires !== 'nothing' && !isExempt(publish.exempt, address);
}

function isExempt(allow: readonly string[], address: string): boolean {
  return addressRules({ allow, deny: [], order: 'allow,deny' }).refuses(address) === undefined;
}
