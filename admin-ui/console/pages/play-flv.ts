/**
 * Plays FLV from `address` in a video element, until the function that it resolves with is called. The player is only
 * loaded when it is needed.
 *
 * @param failed called with a sentence if it does not go on
 */
export async function playFlv(
  video: HTMLVideoElement,
  address: string,
  { live }: { readonly live: boolean },
  failed: (why: string) => void,
): Promise<() => void> {
  const { default: mpegts } = await import('mpegts.js');
  if (!mpegts.isSupported()) throw new Error('This browser plays no FLV: it has no Media Source Extensions.');
  mpegts.LoggingControl.enableAll = false;
  const player = mpegts.createPlayer(
    { type: 'flv', isLive: live, url: new URL(address, location.href).href },
    { enableStashBuffer: !live, liveBufferLatencyChasing: live, lazyLoad: !live },
  );
  player.on(mpegts.Events.ERROR, (kind: string, detail: string) => {
    failed(`The preview stopped (${kind}, ${detail}). The log and the refusals say more if the server refused it.`);
  });
  player.attachMediaElement(video);
  player.load();
  // A browser that does not let it start by itself shows the picture and waits.
  await Promise.resolve(player.play()).catch(() => undefined);
  return () => player.destroy();
}
