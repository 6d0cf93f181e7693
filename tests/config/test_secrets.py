"""A secret made on first use is kept, and nobody else may read it."""

import stat

from config.secrets import remembered_secret


def test_the_secret_is_made_once(tmp_path):
    first = remembered_secret(tmp_path / "run", "secret_key")

    assert len(first) >= 50
    assert remembered_secret(tmp_path / "run", "secret_key") == first


def test_only_the_owner_may_read_it_and_no_scratch_file_stays(tmp_path):
    remembered_secret(tmp_path, "secret_key")

    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_two_secrets_differ(tmp_path):
    assert remembered_secret(tmp_path, "a") != remembered_secret(tmp_path, "b")
