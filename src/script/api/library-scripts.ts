/** What `load` finds without a file: the scripts that came with Flash Media Server, in lower case. */
export const libraryScripts = [
  'netservices.asc',
  'netdebug.asc',
  'recordset.asc',
  'webservices/webservices.asc',
  'components.asc',
  'framework.asc',
  'facade.asc',
] as const;

export type LibraryScript = (typeof libraryScripts)[number];
