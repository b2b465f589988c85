import { existsSync } from 'node:fs';

/** Bytes and files of other people's software, beside the checkout and never in it. */
const FOLDER = '../shared';
export const VECTORS = `${FOLDER}/vectors`;
export const MEDIA = `${FOLDER}/media`;

/**
 * Whether they are here. Without any of them these tests are skipped, with a notice; where there are some, a
 * file that is missing is a failure and no reason to skip.
 */
export const guidancePresent = existsSync(VECTORS) || existsSync(MEDIA);

if (!guidancePresent) console.warn(`${FOLDER} is not here: the tests with bytes of other software are skipped`);
