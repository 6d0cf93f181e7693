"""The process that serves streams: one event loop, a few threads for the database, and no connection per stream."""
