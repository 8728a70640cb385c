import { directoryOf } from '../disk.ts';
import type { Procedure } from './procedure.ts';

/** `xp_dirtree path, depth, file`: what lies below a directory of the server. */
export const listDirectory: Procedure = {
  name: 'xp_dirtree',
  run(context, args) {
    const { world } = context;
    const given = args.find('path', 0)?.value;
    const path = typeof given === 'string' ? given.replace(/[\\/]+$/, '') : '';
    const depth = Number(args.find('depth', 1)?.value ?? 0);
    const withFiles = Number(args.find('file', 2)?.value ?? 0) !== 0;
    const found: (readonly [string, number, number])[] = [];
    const visit = (parent: string, level: number) => {
      if (depth > 0 && level > depth) return;
      const inside = (one: string) => directoryOf(one).toLowerCase() === parent.toLowerCase();
      for (const directory of world.disk.directories().filter(inside)) {
        found.push([nameIn(directory), level, 0]);
        visit(directory, level + 1);
      }
      if (!withFiles) return;
      for (const file of world.disk.files().filter((one) => inside(one.path)))
        found.push([nameIn(file.path), level, 1]);
    };
    visit(path, 1);
    const file = withFiles ? [{ name: 'file', type: 'int' } as const] : [];
    context.result(
      [
        { name: 'subdirectory', type: 'nvarchar', length: 512 },
        { name: 'depth', type: 'int' },
        ...file,
      ],
      found.map((row) => (withFiles ? row : row.slice(0, 2))),
    );
  },
};

function nameIn(path: string): string {
  return path.slice(path.lastIndexOf('\\') + 1);
}
