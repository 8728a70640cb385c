import type { Json, JsonObject } from '../../domain/json.ts';
import type { PlanStep } from '../../domain/plan.ts';
import type { BackupKind, BackupOptions } from './backup-options.ts';

/** What the step that writes was given by the plan. */
export interface WriteInput {
  readonly options: BackupOptions;
  readonly files: readonly string[];
  readonly compress: boolean | null;
  /** The GUID of the full that a differential must stand on. */
  readonly base: string | null;
}

export function writeInput({ input }: PlanStep): WriteInput {
  const kind = input['kind'];
  const compression = input['compression'];
  return {
    options: {
      kind: isKind(kind) ? kind : 'full',
      database: textOf(input['database']) ?? '',
      isSystem: input['isSystem'] === true,
      copyOnly: input['copyOnly'] === true,
      stripes: Number(input['stripes'] ?? 1),
      compression: compression === 'off' || compression === 'default' ? compression : 'on',
    },
    files: textsOf(input['files']),
    compress: typeof input['compress'] === 'boolean' ? input['compress'] : null,
    base: textOf(input['base']),
  };
}

/** What is on the disk, carried in the run's memory. */
export interface Written {
  readonly files: readonly string[];
  readonly tookMs: number;
  /** What earlier attempts left behind. */
  readonly leftBehind: readonly string[];
  readonly inHistory: boolean;
}

export function writtenToJson(written: Written): JsonObject {
  return {
    ...written,
    files: [...written.files],
    leftBehind: [...written.leftBehind],
  };
}

export function writtenFrom(memory: JsonObject): Written | null {
  const { written } = memory;
  if (!isObject(written)) return null;
  return {
    files: textsOf(written['files']),
    tookMs: Number(written['tookMs'] ?? 0),
    leftBehind: textsOf(written['leftBehind']),
    inHistory: written['inHistory'] !== false,
  };
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isKind(value: Json | undefined): value is BackupKind {
  return value === 'full' || value === 'diff' || value === 'log';
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function textsOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
