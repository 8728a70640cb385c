# The bot alone: no sandbox, no build step, no root. It runs `hart run`, which never falls back to a simulation.
FROM node:24-slim AS packages
WORKDIR /hart
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && npm cache clean --force

FROM node:24-slim
LABEL org.opencontainers.image.title="hart" \
      org.opencontainers.image.description="The operations bot of Hartonomous" \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production
WORKDIR /hart
COPY --from=packages /hart/node_modules node_modules
COPY package.json hart.example.yml LICENSE ./
COPY bin bin
COPY sql sql
COPY src src
RUN ln -s /hart/bin/hart /usr/local/bin/hart && mkdir /hart/data /hart/run && chown node:node /hart/data /hart/run
USER node
VOLUME /hart/data
EXPOSE 7780
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:7780/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Exec form, and bin/hart gives way to Node: SIGTERM reaches the bot itself, which then stops in order.
ENTRYPOINT ["bin/hart"]
CMD ["run"]
