import type { Imported, ImportTarget } from '../imported.js';
import type { FmsSetting } from './settings-file.js';
import { placeOf } from './settings-file.js';

const server: ImportTarget = { path: 'conf/server.yaml', level: 'server' };

/**
 * Users.xml. Passwords are kept otherwise here, and never copied.
 *
 * @param virtualHost `adaptor/vhost` of the file, if it is that of one virtual host
 */
export function importUsers(
  imported: Imported,
  file: string,
  settings: readonly FmsSetting[],
  virtualHost: string | undefined,
): void {
  for (const setting of settings) {
    const { path, value } = setting;
    const place = placeOf(file, setting);
    if (path === 'UserList/User@name') {
      const only = virtualHost === undefined ? '' : ` --vhost ${virtualHost}`;
      imported.note(place, `Make the user anew: afterglow user add ${value} --role administrator${only}`);
    } else if (/^UserList\/User\/(?:Allow|Deny)$/.test(path) && !/^(?:all)?$/i.test(value)) {
      imported.note(
        place,
        'From where users come is not asked: adminServer.hostPort of server.yaml says who reaches it.',
      );
    } else if (path === 'AdminServer/HTTPCommands/Enable' && value === 'false') {
      imported.set(server, 'adminServer.fms.enable', false, place);
    } else if (path === 'AdminServer/HTTPCommands/Allow' && !/\ball\b/i.test(value)) {
      imported.note(
        place,
        'What may be called by HTTP is said by the role of the user: afterglow user add --role viewer',
      );
    } else imported.passOver();
  }
}
