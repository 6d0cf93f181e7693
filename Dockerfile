# One image for web, worker and beat; docker-compose.yml says which command each of them runs.
FROM python:3.13-slim AS packages
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
RUN pip install --no-cache-dir uv
WORKDIR /app
COPY requirements.lock ./
RUN uv venv /opt/venv && uv pip sync --python /opt/venv/bin/python requirements.lock

# The console, which needs Node to be built and not to be served.
FROM packages AS console
COPY requirements-web.lock ./
RUN uv pip install --python /opt/venv/bin/python --require-hashes -r requirements-web.lock
COPY config config
COPY web web
COPY schema.graphql ./
RUN /opt/venv/bin/python -m config.console.build

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home huibao
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY manage.py schema.graphq[l] ./
COPY config config
COPY tenants tenants
COPY journeys journeys
COPY feedback feedback
COPY analytics analytics
COPY locale locale
COPY --from=console /app/web/dist/bundle web/dist/bundle
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=config.settings.production RUN_DIR=/var/lib/huibao
RUN install -d -o huibao /var/lib/huibao
USER huibao
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "config.wsgi:application"]
