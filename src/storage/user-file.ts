import { join } from 'node:path';
import { CommonFile } from './common-file.js';
import type { UserRecords } from './user-records.js';
import { formatUsers, parseUsers } from './user-records.js';

/** `<data>/users`: who may use the console and the administration API, readable by its owner only. */
export class UserFile extends CommonFile<UserRecords> {
  /** @param dataDir the folder that holds what the server keeps */
  constructor(dataDir: string) {
    super(join(dataDir, 'users'), { empty: { users: [], tokens: [] }, parse: parseUsers, format: formatUsers });
  }
}
