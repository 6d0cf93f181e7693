"""Streams of events: how much is kept for those who come back, and how many streams one process serves."""

from __future__ import annotations

from config.env import Environment

_env = Environment()
# Events of a company that are kept in Valkey for those who come back.
LIVE_KEPT_EVENTS = _env.integer("LIVE_KEPT_EVENTS", 1000, low=10, high=100_000)
# Streams of one key or person, of one company, and of all, that one process serves.
LIVE_STREAMS_PER_CALLER = _env.integer("LIVE_STREAMS_PER_CALLER", 50, low=1)
LIVE_STREAMS_PER_COMPANY = _env.integer("LIVE_STREAMS_PER_COMPANY", 1000, low=1)
LIVE_STREAMS = _env.integer("LIVE_STREAMS", 5000, low=1)
# A line is sent so often when there is nothing to tell, so that proxies keep the connection and the dead are noticed.
LIVE_HEARTBEAT_SECONDS = _env.integer("LIVE_HEARTBEAT_SECONDS", 15, low=1, high=300)
