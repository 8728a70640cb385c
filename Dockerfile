# The bot alone: no sandbox, no build step, no root. It runs `hart run`, which never falls back to a simulation.
FROM node:24-slim AS packages
WORKDIR /hart
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && npm cache clean --force

FROM node:24-slim
LABEL org.opencontainers.image.title="hart" \
      org.opencontainers.image.description="The operations bot of Hartonomous" \
      org.opencontainers.image.licenses="MIT"
# SQLite sorts what is large in files, and has nowhere else to put them where the file system is read-only.
ENV NODE_ENV=production SQLITE_TMPDIR=/hart/data
WORKDIR /hart
COPY --from=packages /hart/node_modules node_modules
COPY package.json hart.example.yml LICENSE ./
COPY bin bin
COPY sql sql
COPY src src
# An account of the bot's own, whose number no person has: on the command line the bot's account is nobody, and `node` has
# the number that the first person of a machine has. USER is a number, for runtimes that must see that it is not root.
RUN groupadd --gid 61000 hart && useradd --uid 61000 --gid hart --home-dir /hart --no-create-home --shell /usr/sbin/nologin hart \
 && ln -s /hart/bin/hart /usr/local/bin/hart && mkdir /hart/data /hart/run && chown hart:hart /hart/data /hart/run
USER 61000:61000
VOLUME /hart/data
EXPOSE 7780
# By the port of hart.example.yml: another `http.port` wants another check.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:7780/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Exec form, and bin/hart gives way to Node: SIGTERM reaches the bot itself, which then stops in order.
ENTRYPOINT ["bin/hart"]
CMD ["run"]
