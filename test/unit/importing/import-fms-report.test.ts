import { describe, expect, test } from 'vitest';
import { importFms } from '../../../src/importing/fms/import-fms.js';
import { importReport } from '../../../src/main/import-report.js';
import { importedFiles } from '../../../src/main/imported-files.js';
import { application, HOST, keysOf, vhost } from '../../support/fms-tree.js';

/** Every line of the report about what has no place, as `file:line says`. */
function notesOf(files: Readonly<Record<string, string>>): string[] {
  return keysOf(files).notes.map(({ file, line, says }) => `${file.split('/').at(-1)}:${line} ${says}`);
}

test('what cannot be carried over is named with its line and what to do', () => {
  const { notes, files } = keysOf({
    'conf/Users.xml': `<Root><UserList>\n<User name="fred"><Password encrypt="false">geheim</Password></User></UserList></Root>`,
    'conf/_defaultRoot_/Adaptor.xml': `<Adaptor><RTMFP enable="true"/>\n<HostPortList><HostPort>\${NOWHERE}</HostPort></HostPortList></Adaptor>`,
    [`${HOST}/Application.xml`]: application('<Client><OutChunkSize>7</OutChunkSize></Client><Strange>thing</Strange>'),
  });
  expect(files).toEqual([]);
  expect(notes.map(({ file, line, says }) => `${file.split('/').at(-1)}:${line} ${says}`)).toEqual([
    'Users.xml:2 Make the user anew: afterglow user add fred --role administrator',
    expect.stringContaining('Adaptor.xml:1 RTMFP is not spoken'),
    'Adaptor.xml:2 There is no NOWHERE in fms.ini: set hostPortList yourself.',
    'Application.xml:2 It has no counterpart here.',
    expect.stringMatching(/^Application.xml:2 client.outChunkSize does not take 7/),
  ]);
  expect(JSON.stringify(notes)).not.toContain('geheim');
});

describe('what has no counterpart', () => {
  test('is named if somebody chose it, and not if FMS is shipped with it', () => {
    const settings = (delay: string, skips: string): string =>
      application(`<StreamManager><Live><StartClockOnPublish>${delay}</StartClockOnPublish></Live></StreamManager>
        <Client><WindowsPerAck>${skips}</WindowsPerAck></Client>`);
    expect(notesOf({ [`${HOST}/Application.xml`]: settings('false', '2') })).toEqual([]);
    expect(notesOf({ [`${HOST}/Application.xml`]: settings('true', '4') })).toEqual([
      'Application.xml:2 It has no counterpart here.',
      'Application.xml:3 It has no counterpart here.',
    ]);
  });

  test('users of a virtual host, from where they come, and what they may call', () => {
    const users = `<Root><UserList><User name="eve"><Password encrypt="false">geheim</Password><Allow>10.0.0.1</Allow>
      <Order>Allow,Deny</Order></User></UserList><AdminServer><HTTPCommands><Enable>true</Enable><Allow>ping</Allow></HTTPCommands>
      </AdminServer></Root>`;
    expect(notesOf({ 'conf/_defaultRoot_/tv.example.com/Users.xml': users })).toEqual([
      'Users.xml:1 Make the user anew: afterglow user add eve --role administrator --vhost _defaultRoot_/tv.example.com',
      expect.stringContaining('Users.xml:1 From where users come is not asked'),
      expect.stringContaining('Users.xml:2 What may be called by HTTP is said by the role'),
    ]);
  });

  test('what the virtual host fixes is not written to its applications', () => {
    const { keys, notes } = keysOf({
      'applications/chat/Application.xml': application('<MaxAppIdleTime>60</MaxAppIdleTime>'),
      [`${HOST}/Application.xml`]: application('<MaxAppIdleTime override="no">600</MaxAppIdleTime>'),
    });
    expect(keys).toEqual({ [`${HOST}/application.yaml`]: { maxAppIdleTime: '600s', noOverride: ['maxAppIdleTime'] } });
    expect(notes).toMatchObject([{ file: 'applications/chat/Application.xml', what: 'MaxAppIdleTime = 60' }]);
  });

  test('the addresses of SWFs, events that there are none of, a log server', () => {
    expect(
      notesOf({
        'applications/live/allowedSWFdomains.txt': '\nexample.com\n',
        'conf/Logger.xml': `<Logger><Access><LogServer enable="true"/>\n<Events>connect;client-pause</Events></Access></Logger>`,
      }),
    ).toEqual([
      'Logger.xml:1 Nothing is sent to a server of logs: let an agent read the files.',
      expect.stringContaining('allowedSWFdomains.txt:2 Where an SWF lies is not asked'),
      'Logger.xml:2 logging.access.events knows no "client-pause".',
    ]);
  });
});

test.each([
  ['elsewhere', false, ['appsDir names a folder of Windows: write where it is on this machine.']],
  ['on Windows', true, []],
])('folders of Windows are carried over, and %s that is said', (_where, isWindows, says) => {
  const tree = new Map([[`${HOST}/Vhost.xml`, vhost('<AppsDir>C:\\fms\\applications</AppsDir>')]]);
  const { files, warnings } = importedFiles(importFms(tree), 'C:\\fms', isWindows);
  expect(files[0]?.text).toContain('- C:\\fms\\applications');
  expect(warnings.map((warning) => warning.says)).toEqual(says);
});

test('the report and the files say the same', () => {
  const result = keysOf({ [`${HOST}/Application.xml`]: application('\n<MaxAppIdleTime>60</MaxAppIdleTime>') });
  expect(result.files[0]?.text).toBe(
    '# Taken over from /opt/fms; what is not here is as usual.\nmaxAppIdleTime: 60s\n',
  );
  expect(importReport(result)).toContain(`maxAppIdleTime: "60s"   (${HOST}/Application.xml:3)`);
});

test.each([
  ['no XML', '<Application><', 'conf/_defaultRoot_/_defaultVHost_/Application.xml: it is no XML'],
  ['another file', '<Other/>', 'it begins with <Other> instead of <Application>'],
])('%s is refused', (_what, text, says) => {
  expect(() => keysOf({ [`${HOST}/Application.xml`]: text })).toThrow(says);
});
