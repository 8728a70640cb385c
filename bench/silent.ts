import type { Logger } from '../src/domain/logger.ts';

/** What a sandbox says while it is measured is nobody's business. */
export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
