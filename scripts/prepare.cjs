// Runs before `npm start`, `npm test` and `npm run hart`, on whatever Node the machine has (18 or newer): installs
// what is missing, and makes sure that the packaged Node 24 is there. Plain JavaScript, no package: nothing is
// installed yet when it matters.
'use strict';
const { execFileSync, spawnSync } = require('node:child_process');
const { existsSync, statSync, utimesSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const stamp = join(root, 'node_modules', '.package-lock.json');
const windows = process.platform === 'win32';

function fail(...lines) {
  console.error(lines.join('\n'));
  process.exit(1);
}

function installed() {
  return (
    existsSync(stamp) &&
    statSync(stamp).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
  );
}

function install() {
  console.error('hart: installing packages (npm ci); this happens once …');
  const env = { ...process.env };
  // Inherited from the npm that runs us, these would reach the inner npm as if they had been typed.
  for (const key of Object.keys(env))
    if (/^npm_(config_(json|silent|loglevel)|lifecycle|package)/i.test(key)) delete env[key];
  const done = spawnSync(
    windows ? 'npm.cmd' : 'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      env,
      shell: windows,
      // Our own stdout belongs to the command that follows: it may print JSON.
      stdio: ['ignore', process.stderr, process.stderr],
    },
  );
  if (done.status !== 0)
    fail(
      'hart: npm ci failed; its own words are above.',
      'If it says EBADENGINE, your npm has engine-strict on: run `npm config set engine-strict false` and try again.',
      'If it says that package.json and the lock file are not in sync, you changed one of them: run `npm install` once.',
      'If it could not reach the registry, check the network or the proxy settings of npm.',
    );
  if (existsSync(stamp)) utimesSync(stamp, new Date(), new Date());
}

function checkNode() {
  const binary = join(root, 'node_modules', '.bin', windows ? 'node.cmd' : 'node');
  let version = '';
  try {
    version = execFileSync(binary, ['--version'], { encoding: 'utf8', shell: windows }).trim();
  } catch {
    // Said below.
  }
  if (/^v(2[4-9]|[3-9]\d)\./.test(version)) return;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 12)) return;
  fail(
    `hart: the Node that comes with it did not install${version ? ` (found ${version})` : ''}, and this one is ${process.version}; 24.12 or newer is needed.`,
    'Most likely npm was told not to run install scripts. Either allow that one:',
    '  npm config set ignore-scripts false && rm -rf node_modules && npm start',
    'or install Node 24 yourself (https://nodejs.org) and try again.',
  );
}

if (!installed()) install();
checkNode();
