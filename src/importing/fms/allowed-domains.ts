import type { Imported, ImportTarget } from '../imported.js';

/**
 * `allowedHTMLdomains.txt` and `allowedSWFdomains.txt`, which lie beside the scripts of the applications live and vod of FMS:
 * a domain a line, its subdomains with it, `*` for all, `#` before a comment. Only pages were asked; programs without one were let
 * in.
 */
export function allowedDomains(imported: Imported, file: string, text: string, target: ImportTarget): void {
  const lines = text.split(/\r\n?|\n/).map((line, index) => ({ domain: line.trim(), line: index + 1 }));
  const domains = lines.filter(({ domain }) => domain !== '' && !domain.startsWith('#'));
  if (domains.length === 0 || domains.some(({ domain }) => domain === '*')) return imported.passOver();
  for (const { domain, line } of domains) {
    const place = { file, line, what: domain };
    if (/swf[^/]*$/i.test(file)) {
      imported.note(
        place,
        'Where an SWF lies is not asked, as it is easily feigned: swfVerification proves which it is.',
      );
      continue;
    }
    const host = domain.replace(/^\*?\./, '');
    for (const verb of ['publish', 'play']) imported.add(target, `${verb}.pages.allow`, [host], place);
  }
  const [first] = domains;
  if (first === undefined || /swf[^/]*$/i.test(file)) return;
  const place = { file, line: first.line, what: first.domain };
  for (const verb of ['publish', 'play']) imported.add(target, `${verb}.pages.allow`, ['none'], place);
}
