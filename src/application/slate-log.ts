import type { Logger } from '../log/logger.js';
import type { Codecs, Slate } from '../stream/slate.js';

/** Says that a stream shows a slate, and warns once in its life that the codecs of the slate are others. */
export function slateLog(logger: Logger, stream: string): (slate: Slate, before: Codecs) => void {
  let isWarned = false;
  return ({ codecs: { video, audio } }, before) => {
    logger.info('the publisher did not come back: players are shown the slate', { stream });
    if (isWarned || (video === before.video && audio === before.audio)) return;
    isWarned = true;
    const fields = { stream, slate: { video, audio }, published: before };
    logger.warn('the slate has other codecs than the stream: not every player can go on with it', fields);
  };
}
