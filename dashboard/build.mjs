// SPDX-License-Identifier: Apache-2.0
// What the Maven build runs: `node build.mjs page` builds the page into target/page, `node build.mjs test` checks and tests
// it. Either does nothing if nothing changed since it last succeeded: target/*.sha256 holds what it succeeded on.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const home = dirname(fileURLToPath(import.meta.url));
process.chdir(home);

const CONTRACT = '../query-api/src/main/resources/io/millrace/query/openapi.yaml';
const SETUP = [
  'build.mjs',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'tsconfig.json',
  '.prettierrc.json',
];

const files = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .sort()
        .flatMap((name) => files(join(path, name)))
    : [path];

const digest = (paths) => {
  const hash = createHash('sha256').update(process.version);
  for (const file of paths.flatMap(files)) {
    hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
};

/** Does something unless it succeeded on the same files before. */
const unlessDone = (name, paths, result, work) => {
  const stamp = join('target', `${name}.sha256`);
  const now = digest(paths);
  if (existsSync(result) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) {
    return;
  }
  work();
  mkdirSync('target', { recursive: true });
  writeFileSync(stamp, now);
};

const run = (command, ...args) => execFileSync(command, args, { stdio: 'inherit' });
const tool = (name, ...args) => run(process.execPath, join('node_modules', '.bin', name), ...args);

const install = () =>
  unlessDone('install', ['package-lock.json'], 'node_modules', () =>
    run('npm', 'ci', '--loglevel=error'),
  );

/** A browser takes the compressed file where there is one. */
const compress = (folder) => {
  for (const file of files(folder).filter((name) => /\.(js|css|svg)$/.test(name))) {
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
  }
};

const page = () =>
  unlessDone('page', [...SETUP, 'src'], 'target/page/index.html', () => {
    // Names change with content: Maven would keep the former ones beside the new.
    rmSync('target/classes/dashboard', { recursive: true, force: true });
    tool('vite', 'build', '--logLevel', 'warn');
    compress('target/page/assets');
  });

const test = () =>
  unlessDone('test', [...SETUP, 'src', 'test', CONTRACT], 'target/contract.d.ts', () => {
    tool('openapi-typescript', CONTRACT, '-o', 'target/contract.d.ts');
    tool('prettier', '--check', '.', '--log-level', 'warn');
    tool('tsc', '--noEmit');
    tool('vitest', 'run');
  });

const goals = { page, test };
const goal = goals[process.argv[2]];
if (!goal) {
  console.error(`node build.mjs ${Object.keys(goals).join('|')}`);
  process.exit(2);
}
install();
goal();
