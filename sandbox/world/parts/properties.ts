import { createMemo } from '../memo.ts';
import type { Row } from '../table.ts';
import { serverProperties } from '../tables/properties.ts';
import { SERVER_NAME } from '../things.ts';
import type { CreatePart } from './part.ts';

const versions = {
  15: {
    ProductVersion: '15.0.4415.2',
    ProductMajorVersion: '15',
    ProductUpdateLevel: 'CU30',
    ProductBuild: '4415',
  },
  16: {
    ProductVersion: '16.0.4145.4',
    ProductMajorVersion: '16',
    ProductUpdateLevel: 'CU15',
    ProductBuild: '4145',
  },
} as const;

const express = {
  Edition: 'Express Edition (64-bit)',
  EditionID: '-1592396055',
  EngineEdition: '4',
};

/** What the server says of itself and of its databases when asked by name. */
export const createProperties: CreatePart = (_start, _random, shape) => {
  const { version, serverName = SERVER_NAME } = shape;
  const server: Readonly<Record<string, string>> = {
    ...versions[version],
    ProductLevel: 'RTM',
    ProductMinorVersion: '0',
    ProductBuildType: 'GDR',
    ProductUpdateReference: 'KB5041321',
    Edition: 'Enterprise Edition (64-bit)',
    EditionID: '1804890536',
    EngineEdition: '3',
    ServerName: serverName,
    MachineName: serverName,
    ComputerNamePhysicalNetBIOS: serverName,
    IsClustered: '0',
    IsHadrEnabled: '0',
    IsXTPSupported: '1',
    IsFullTextInstalled: '1',
    IsIntegratedSecurityOnly: '0',
    IsSingleUser: '0',
    Collation: 'SQL_Latin1_General_CP1_CI_AS',
    ProcessID: '3120',
    InstanceDefaultDataPath: 'D:\\Data\\',
    InstanceDefaultLogPath: 'L:\\Log\\',
    InstanceDefaultBackupPath: 'D:\\Backups',
  };
  const memo = createMemo<readonly Row[]>();
  return {
    tables({ faults }) {
      const isExpress = faults.has('express-edition');
      const isGrouped = faults.has('availability-group');
      const rows = memo(`${isExpress}/${isGrouped}`, () =>
        Object.entries({
          ...server,
          ...(isExpress ? express : {}),
          ...(isGrouped ? { IsHadrEnabled: '1' } : {}),
        }).map(([name, value]) => ({ name, value })),
      );
      return [{ table: serverProperties, rows }];
    },
  };
};
