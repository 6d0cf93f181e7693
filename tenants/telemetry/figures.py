"""Every figure that a process counts by itself; what waits in the database and the broker is asked for when told.

Labels are closed lists: routes, tasks, codes, names of released operations. `company` is empty, which is no label at
all, unless the setting METRICS_COMPANIES names the company.
"""

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

SOON: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
LATER: Final = (0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 1620.0)

HTTP_REQUESTS = Counter(
    "huibao_http_requests",
    "Requests that were answered, by the pattern of their address.",
    ["method", "route", "status", "company"],
)
HTTP_SECONDS = Histogram("huibao_http_request_seconds", "Time to answer a request.", ["route"], buckets=SOON)

OPERATIONS = Counter(
    "huibao_graphql_operations",
    "GraphQL operations, by the names of the documents of this release.",
    ["operation", "type", "outcome"],
)
OPERATION_SECONDS = Histogram(
    "huibao_graphql_operation_seconds",
    "Time from reading a GraphQL request to its answer.",
    ["operation"],
    buckets=SOON,
)
OPERATION_POINTS = Counter(
    "huibao_graphql_points", "Points that operations might have cost and did cost.", ["operation", "moment"]
)
OPERATION_ERRORS = Counter("huibao_graphql_errors", "Errors that GraphQL answered with.", ["code"])

INTAKE_ROWS = Counter(
    "huibao_intake_rows",
    "Rows that came in and what became of them; accepted rows include corrections.",
    ["kind", "outcome", "company"],
)

TASK_RUNS = Counter("huibao_task_runs", "Tasks that workers ran.", ["task", "outcome", "company"])
TASK_SECONDS = Histogram("huibao_task_seconds", "Time that a task took.", ["task"], buckets=LATER)
TASK_WAIT_SECONDS = Histogram(
    "huibao_task_wait_seconds", "Time from when a task should begin to when it did.", ["task"], buckets=LATER
)

STREAMS_OPEN = Gauge(
    "huibao_streams_open", "Streams of events that are held open now.", ["company"], multiprocess_mode="livesum"
)
STREAMS_MOST = Gauge(
    "huibao_streams_most", "Streams that the processes together may hold open.", multiprocess_mode="livesum"
)
STREAMS_REFUSED = Counter(
    "huibao_streams_refused", "Streams that were refused, by what was full: caller, company or process.", ["full"]
)
ANSWERS = Counter(
    "huibao_answers", "Answers that may be kept, by whether they were found or had to be made.", ["outcome"]
)

WEBHOOK_ATTEMPTS = Counter("huibao_webhook_attempts", "Calls of endpoints.", ["channel", "outcome"])

BEAT_LOOKED_AT = Gauge(
    "huibao_beat_looked_timestamp_seconds", "When beat last looked at its schedule.", multiprocess_mode="max"
)

POOL_CONNECTIONS = Gauge(
    "huibao_database_pool_connections",
    "Connections of the processes' pools: open, idle, and the most there may be.",
    ["state"],
    multiprocess_mode="livesum",
)
POOL_WAITING = Gauge(
    "huibao_database_pool_waiting", "Threads that wait for a connection now.", multiprocess_mode="livesum"
)
POOL_WAITS = Counter("huibao_database_pool_waits", "Times that a thread had to wait for a connection.")
POOL_WAIT_SECONDS = Counter("huibao_database_pool_wait_seconds", "How long threads waited for connections.")
POOL_TIMEOUTS = Counter("huibao_database_pool_timeouts", "Times that a thread got no connection in time.")
