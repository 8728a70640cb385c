import { setFlagsFromString } from 'node:v8';

// The translator of SQL is a large WebAssembly module that is used in short bursts. V8 spends two seconds of processor time
// on optimising it while a sandbox starts, which a sandbox of some minutes never earns back. A module reads this when it is
// instantiated, so it must be set before the translator is imported.
setFlagsFromString('--wasm-tiering-budget=1300000000');

export const { Dialect, generate, parse } = await import('@polyglot-sql/sdk');
