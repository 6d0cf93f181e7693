"""The environment is typed, and a variable that cannot be read is named."""

import pytest

from config.env import BadEnvironment, Environment, broker_url, client_url, database_settings


def test_an_empty_variable_counts_as_absent():
    assert Environment({"PORT": "  "}).integer("PORT", 8000) == 8000


def test_a_missing_required_variable_is_named():
    with pytest.raises(BadEnvironment, match="SECRET_KEY must be set"):
        Environment({}).text("SECRET_KEY")


@pytest.mark.parametrize("value", ["eight", "8.0", "0", "65536"])
def test_a_port_that_is_no_port_is_refused(value):
    with pytest.raises(BadEnvironment, match="PORT must be"):
        Environment({"PORT": value}).integer("PORT", 8000, low=1, high=65535)


@pytest.mark.parametrize(("value", "meaning"), [("Yes", True), ("on", True), ("0", False), ("off", False)])
def test_a_flag_reads_the_usual_words(value, meaning):
    assert Environment({"DEBUG": value}).flag("DEBUG", not meaning) is meaning


def test_a_flag_that_is_neither_yes_nor_no_is_refused():
    with pytest.raises(BadEnvironment, match="DEBUG must be true or false, not 'maybe'"):
        Environment({"DEBUG": "maybe"}).flag("DEBUG", default=False)


def test_words_are_split_at_commas_and_required_without_a_default():
    assert Environment({"HOSTS": "a, b,,c "}).words("HOSTS") == ["a", "b", "c"]
    with pytest.raises(BadEnvironment, match="HOSTS"):
        Environment({"HOSTS": " , "}).words("HOSTS")


def test_a_database_url_is_taken_apart():
    settings = database_settings("postgresql://hui:p%40ss@db.example:5433/bao?sslmode=require")

    assert settings == {
        "NAME": "bao",
        "USER": "hui",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize(
    "url", ["postgresql://hui@%2FTmp%2FMixed:5432/bao", "postgres://hui@/bao?host=/Tmp/Mixed&port=5432"]
)
def test_a_socket_directory_keeps_its_case(url):
    assert database_settings(url)["HOST"] == "/Tmp/Mixed"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("mysql://localhost/bao", "must start with one of postgres"),
        ("postgresql://localhost", "must end with the name"),
        ("postgresql://localhost:port/bao", "is not a URL"),
    ],
)
def test_an_unusable_database_url_says_why(url, reason):
    with pytest.raises(BadEnvironment, match=reason):
        database_settings(url)


def test_a_redis_socket_is_written_as_each_client_reads_it():
    assert broker_url("unix:///run/v.sock") == "redis+socket:///run/v.sock"
    assert client_url("redis+socket:///run/v.sock") == "unix:///run/v.sock"
    assert broker_url("redis://host:6379/1") == client_url("redis://host:6379/1") == "redis://host:6379/1"


def test_another_broker_is_refused():
    with pytest.raises(BadEnvironment, match="REDIS_URL must start with"):
        broker_url("amqp://localhost")


def test_further_databases_are_named_by_their_variables() -> None:
    values = {"DATABASE_URL": "postgresql://a/b", "DATABASE_URL_EAST": "postgresql://e/b", "DATABASE_URL_W1": "x"}

    assert Environment(values).further_databases() == {"east": "postgresql://e/b", "w1": "x"}


@pytest.mark.parametrize("alias", ["DEFAULT", "SHARED", "1", "A-B", ""])
def test_a_database_cannot_have_every_name(alias: str) -> None:
    with pytest.raises(BadEnvironment, match="cannot be named"):
        Environment({f"DATABASE_URL_{alias}": "postgresql://e/b"}).further_databases()
