# syntax=docker/dockerfile:1
# An image with the one binary:
#
#   docker build --tag ratesmith .
#   docker run --rm ratesmith schedule --help
#
# docker-compose.yml runs a coordinator and its workers from it.

FROM node:22-bookworm-slim AS pages
WORKDIR /source/dashboard
COPY dashboard/package.json dashboard/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY dashboard .
RUN npx --no-install vite build

FROM rust:1.95-slim-bookworm AS build
WORKDIR /source
COPY . .
COPY --from=pages /source/dashboard/dist dashboard/dist
ENV RATESMITH_REQUIRE_DASHBOARD=1
# The caches outlive the build; the binary has to leave them within the same step.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/source/target \
    cargo build --locked --release --package cli \
    && install -D target/release/ratesmith /out/ratesmith

FROM debian:bookworm-slim
# Where `ratesmith server` puts its SQLite file unless it is told of another database: mount a volume here.
RUN install --directory --owner 10001 --group 10001 /var/lib/ratesmith
WORKDIR /var/lib/ratesmith
COPY --from=build /out/ratesmith /usr/local/bin/ratesmith
# A number, so that Kubernetes' runAsNonRoot can see that it is not root.
USER 10001:10001
EXPOSE 7070
# Reads one record from the coordinator at RATESMITH_SERVER. A worker that does not reach it is not well either.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["ratesmith", "list", "--limit", "1"]
ENTRYPOINT ["ratesmith"]
CMD ["--help"]
