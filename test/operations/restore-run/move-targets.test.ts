import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveTargets, shortages } from '../../../src/operations/restore-run/move-targets.ts';
import { aFile, GB } from './restore-facts.ts';

const volumes = [
  { mount: 'D:\\', freeBytes: 150 * GB },
  { mount: 'E:\\', freeBytes: 500 * GB },
  { mount: 'E:\\Mounted\\', freeBytes: 10 * GB },
];
const directories = ['D:\\Data', 'E:\\Data', 'E:\\Mounted\\Data'];
const data = aFile({ logical: 'Data', path: 'D:\\Data\\Data.mdf', bytes: 100 * GB });

const proposed = (...files: Parameters<typeof moveTargets>[0]) =>
  moveTargets(files, 'Copy', volumes, directories).map(({ proposed: path }) => path);

describe('where the files of a copy go', () => {
  it('beside the original while there is room, else where most is', () => {
    expect(proposed(data)).toEqual(['D:\\Data\\Copy_Data.mdf']);
    expect(proposed(data, { ...data, logical: 'More' })).toEqual([
      'D:\\Data\\Copy_Data.mdf',
      'E:\\Data\\Copy_More.mdf',
    ]);
  });

  it('with the separator that the server has, and an ending by kind', () => {
    const linux = aFile({ logical: 'Log', path: '/var/opt/log', kind: 'log' });
    expect(moveTargets([linux], 'Copy', [], ['/data/'])[0]?.proposed).toBe('/data/Copy_Log.ldf');
    const memory = aFile({ logical: 'M', path: 'D:\\Data\\M', kind: 'memory' });
    expect(proposed(memory)).toEqual(['D:\\Data\\Copy_M']);
  });

  it('counts what each volume would take, by the deepest mount', () => {
    expect(
      shortages(
        [
          { path: 'E:\\Mounted\\Data\\a', bytes: 11 * GB },
          { path: 'E:\\Data\\b', bytes: 400 * GB },
          { path: 'X:\\c', bytes: 900 * GB },
        ],
        volumes,
      ),
    ).toEqual([{ mount: 'E:\\Mounted\\', needs: 11 * GB, has: 10 * GB }]);
  });

  it('S3 gives no two files one path, and none outside of the directories', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[A-Za-z]{1,8}$/), {
      minLength: 1,
      maxLength: 8,
      selector: (name) => name.toLowerCase(),
    });
    fc.assert(
      fc.property(names, fc.integer({ min: 0, max: 600 }), (all, size) => {
        const files = all.map((logical) =>
          aFile({ logical, path: `D:\\Data\\${logical}.mdf`, bytes: size * GB }),
        );
        const paths = proposed(...files).map((path) => path.toLowerCase());
        expect(new Set(paths).size).toBe(paths.length);
        for (const path of paths)
          expect(
            directories.some((directory) => path.startsWith(`${directory.toLowerCase()}\\`)),
          ).toBe(true);
      }),
    );
  });
});
