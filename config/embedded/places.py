"""Where the embedded servers keep their data, sockets and binaries, and who they run as.

A server never runs as root. Started by root it runs as the owner of its existing home, else as the
account `nobody`; then every directory above it must let others pass, and where the run directory
does not (a checkout below /root), the home moves to /var/tmp under a name made from its path.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
FALLBACK = Path("/var/tmp")
SHORT = Path("/tmp")
LONGEST_SOCKET_DIRECTORY = 80
UNPRIVILEGED_ACCOUNT = "nobody"


class EmbeddedError(Exception):
    """An embedded server cannot be run; the message is one line for a person."""


@dataclass(frozen=True)
class Places:
    """The directories of one installation's embedded servers and the account that owns them."""

    run_dir: Path
    home: Path
    sockets: Path
    uid: int
    gid: int

    @property
    def drops_privileges(self) -> bool:
        """Return whether servers run as somebody else than this process."""
        return self.uid != os.geteuid()


def run_directory(value: str | None) -> Path:
    """Return the folder of data and sockets: RUN_DIR, relative to the project, or .run."""
    return (PROJECT / (value or ".run")).resolve()


def places_for(run_dir: Path) -> Places:
    """Return the places of a run directory without touching the disk."""
    digest = hashlib.blake2b(os.fsencode(run_dir), digest_size=6).hexdigest()
    if os.geteuid() != 0:
        home, uid, gid = run_dir / "servers", os.geteuid(), os.getegid()
    else:
        inside = run_dir / "servers"
        home = inside if others_may_enter(run_dir) or inside.exists() else FALLBACK / f"huibao-{digest}"
        uid, gid = account_for(home)
    sockets = home / "sockets"
    if len(os.fsencode(sockets)) > LONGEST_SOCKET_DIRECTORY:
        sockets = SHORT / f"huibao-{digest}-{uid}"
    return Places(run_dir=run_dir, home=home, sockets=sockets, uid=uid, gid=gid)


def account_for(home: Path) -> tuple[int, int]:
    """Return the user and group that root hands its servers to."""
    if home.exists():
        owner = home.stat()
        if owner.st_uid != 0:
            return owner.st_uid, owner.st_gid
    account = pwd.getpwnam(UNPRIVILEGED_ACCOUNT)
    return account.pw_uid, account.pw_gid


def others_may_enter(directory: Path) -> bool:
    """Return whether every directory on the way, as far as it exists, can be passed by any user."""
    return all(step.stat().st_mode & stat.S_IXOTH for step in [directory, *directory.parents] if step.exists())


def prepare(places: Places) -> None:
    """Create the directories that are missing, each private to its owner."""
    make_run_directory(places.run_dir)
    for directory in (places.home, places.sockets):
        own_directory(directory, uid=places.uid, gid=places.gid)


def make_run_directory(run_dir: Path) -> None:
    """Create the folder of data and sockets, or say why that cannot be."""
    try:
        run_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EmbeddedError(f"cannot create {run_dir}: {error.strerror}; set RUN_DIR to another folder") from None


def own_directory(directory: Path, *, uid: int, gid: int) -> None:
    """Create a private directory of that user, or refuse one that belongs to somebody else."""
    try:
        directory.mkdir(mode=0o700)
    except FileExistsError:
        found = directory.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {uid, os.geteuid()}:
            raise EmbeddedError(
                f"{directory} belongs to another user; remove it or set RUN_DIR to another folder"
            ) from None
    except OSError as error:
        raise EmbeddedError(f"cannot create {directory}: {error.strerror}") from None
    if os.geteuid() == 0:
        os.chown(directory, uid, gid)


def server_files(places: Places, *, package: Path, target: Path) -> Path:
    """Return `package` if the servers' account can read it, else a copy of it at `target`."""
    if not places.drops_privileges or others_may_enter(package):
        return package
    if not target.exists():
        copy_readable(package, target)
    return target


def copy_readable(source: Path, target: Path) -> None:
    """Copy a tree so that any user may read and run it; it appears complete or not at all."""
    scratch = target.with_name(target.name + ".part")
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(source, scratch, symlinks=True)
    for path in [scratch, *scratch.rglob("*")]:
        if not path.is_symlink():
            owner_may = path.stat().st_mode & 0o500
            path.chmod(path.stat().st_mode | owner_may >> 3 | owner_may >> 6)
    scratch.rename(target)
