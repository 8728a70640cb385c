import { expect, test } from 'vitest';
import { createDisk, type DiskFile, directoryOf, volumeOf } from '../../../sandbox/world/disk.ts';

const file = (path: string, more: Partial<DiskFile> = {}): DiskFile => ({
  path,
  bytes: 10,
  mediaId: 1,
  sequence: 1,
  sets: [],
  brokenOff: null,
  state: 'good',
  busyUntil: 0,
  isNew: true,
  ...more,
});

test('names are compared as Windows does', () => {
  const disk = createDisk(['D:', 'D:\\Backups']);
  disk.put(file('D:\\Backups\\x.bak'));
  expect(disk.find('d:/backups\\\\X.BAK')?.path).toBe('D:\\Backups\\x.bak');
  expect(disk.isDirectory('d:\\BACKUPS\\')).toBe(true);
  disk.remove('D:\\backups\\X.bak');
  expect(disk.files()).toEqual([]);
});

test('a directory is made with all above it', () => {
  const disk = createDisk(['D:']);
  disk.makeDirectory('E:\\a\\b');
  expect(['E:', 'E:\\a', 'E:\\a\\b'].map((path) => disk.isDirectory(path))).toEqual([
    true,
    true,
    true,
  ]);
});

test('new files take of the space of their volume', () => {
  const disk = createDisk(['D:', 'L:']);
  disk.put(file('D:\\1', { bytes: 5 }));
  disk.put(file('D:\\2', { bytes: 7 }));
  disk.put(file('D:\\old', { bytes: 100, isNew: false }));
  disk.put(file('L:\\3', { bytes: 11 }));
  expect([disk.usedBeside('d:\\x'), disk.usedBeside('L:')]).toEqual([12, 11]);
});

test.each([
  ['D:\\Backups\\x.bak', 'D:\\Backups', 'D:'],
  ['d:\\x.bak', 'd:', 'D:'],
  ['x', '', 'X'],
])('%s lies in %s on %s', (path, directory, volume) => {
  expect([directoryOf(path), volumeOf(path)]).toEqual([directory, volume]);
});
