import type { Operation } from './acting/operation.ts';

/** Every operation. To add one: its folder, and its line here. */
export const operations: readonly Operation[] = [];
