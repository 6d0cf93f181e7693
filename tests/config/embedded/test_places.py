"""Servers keep their things where their account can reach them, in a folder of their own, on short sockets."""

import os
from pathlib import Path

import pytest

from config.embedded.places import (
    LONGEST_SOCKET_DIRECTORY,
    PROJECT,
    EmbeddedError,
    copy_readable,
    others_may_enter,
    own_directory,
    places_for,
    run_directory,
)

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root starts servers for another account")


def test_the_run_directory_is_relative_to_the_project():
    assert run_directory(None) == PROJECT / ".run"
    assert run_directory("data") == PROJECT / "data"
    assert run_directory("/srv/huibao") == Path("/srv/huibao")


@pytest.fixture
def open_folder(tmp_path):
    """A folder that any user may pass through; pytest's own are closed."""
    folder = Path("/var/tmp") / f"huibao-test-{os.getpid()}-{tmp_path.name}"
    folder.mkdir()
    folder.chmod(0o755)
    yield folder
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()


@as_root
def test_root_uses_the_run_directory_where_others_may_enter_it(open_folder):
    places = places_for(open_folder / "run")

    assert places.home == open_folder / "run" / "servers"
    assert places.drops_privileges


@as_root
def test_root_moves_the_data_out_of_a_closed_folder(tmp_path):
    tmp_path.chmod(0o700)

    first, again, other = places_for(tmp_path / "a"), places_for(tmp_path / "a"), places_for(tmp_path / "b")

    assert others_may_enter(first.home.parent)
    assert first == again
    assert first.home != other.home


@as_root
def test_root_serves_as_the_owner_of_existing_data(open_folder):
    (open_folder / "servers").mkdir()
    os.chown(open_folder / "servers", 4321, 1234)

    assert (places_for(open_folder).uid, places_for(open_folder).gid) == (4321, 1234)


def test_sockets_have_short_paths_even_in_a_deep_checkout(tmp_path):
    deep = tmp_path / ("d" * 60) / ("e" * 60)

    assert len(os.fsencode(places_for(deep).sockets)) <= LONGEST_SOCKET_DIRECTORY


def test_a_folder_of_somebody_else_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(EmbeddedError, match="belongs to another user"):
        own_directory(tmp_path / "link", uid=os.geteuid(), gid=os.getegid())


def test_a_copy_can_be_run_by_anybody(tmp_path):
    (tmp_path / "source").mkdir(mode=0o700)
    program = tmp_path / "source" / "program"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o700)

    copy_readable(tmp_path / "source", tmp_path / "copy")

    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "copy" / "program").stat().st_mode & 0o055 == 0o055
    assert not (tmp_path / "copy.part").exists()
