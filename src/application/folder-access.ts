/**
 * Whether a name is in one of the folders of a list such as `lobby;rooms/one`, as `readAccess` and `writeAccess` of a
 * client have it. `/` are all names, and an empty list is none. A folder covers whatever begins with all of its
 * segments, an object of its very name included.
 */
export function coversName(folders: string, name: string): boolean {
  return folders.split(';').some((folder) => {
    const path = folder.trim();
    if (path === '') return false;
    const prefix = path.replace(/^\/+|\/+$/g, '');
    return prefix === '' || name === prefix || name.startsWith(`${prefix}/`);
  });
}
