-- One schema for SQLite and Postgres.
-- Columns are text, bigint, double precision or boolean and nothing else; see ARCHITECTURE.md.
-- Times are milliseconds since the Unix epoch; documents are JSON.

create table sweeps (
    id              text             primary key,
    name            text             not null,
    method          text             not null,
    state           text             not null check (state in ('running', 'paused', 'completed', 'cancelled')),
    priority        bigint           not null,
    document        text             not null,
    configurations  bigint           not null,
    replicates      bigint           not null,
    created_at      bigint           not null,
    updated_at      bigint           not null,
    ended_at        bigint,
    -- How many trials are in which state: always what counting the trials would give,
    -- and kept by the same transactions that move them.
    queued          bigint           not null default 0,
    running         bigint           not null default 0,
    completed       bigint           not null default 0,
    stopped         bigint           not null default 0,
    failed          bigint           not null default 0,
    cancelled       bigint           not null default 0,
    quarantined     bigint           not null default 0,
    diverged        bigint           not null default 0
);

create index sweeps_running on sweeps (priority, id) where state = 'running';

-- A submission that was heard before is answered with the sweep that it made then.
create table submissions (
    key             text             primary key,
    fingerprint     text             not null,
    sweep_id        text             not null references sweeps (id) on delete cascade,
    created_at      bigint           not null
);

create index submissions_sweep on submissions (sweep_id);
create index submissions_created on submissions (created_at);

create table workers (
    id              text             primary key,
    name            text             not null,
    slots           bigint           not null,
    device          text             not null,
    labels          text             not null,
    version         text             not null,
    draining        boolean          not null,
    registered_at   bigint           not null,
    seen_at         bigint           not null
);

create index workers_seen on workers (seen_at);

create table trials (
    id              text             primary key,
    sweep_id        text             not null references sweeps (id) on delete cascade,
    number          bigint           not null,
    configuration   bigint           not null,
    lr              double precision,
    state           text             not null check (state in ('queued', 'running', 'completed', 'stopped', 'failed', 'cancelled', 'quarantined')),
    attempt         bigint           not null default 0,
    failures        bigint           not null default 0,
    attempts_max    bigint           not null,
    not_before      bigint           not null default 0,
    -- The lease, while it runs; of an ended trial, who ended it.
    worker_id       text,
    request         text,
    lease_until     bigint,
    cancelling      boolean          not null default false,
    -- Points stored for the latest attempt, and in how many rows.
    next_seq        bigint           not null default 0,
    chunks          bigint           not null default 0,
    value           double precision,
    first_value     double precision,
    diverged        boolean          not null default false,
    error           text,
    started_at      bigint,
    ended_at        bigint,
    train_ms        bigint,
    updated_at      bigint           not null,
    check ((state = 'running') = (lease_until is not null))
);

create unique index trials_number on trials (sweep_id, number);
create index trials_queued on trials (sweep_id, number) where state = 'queued';
create index trials_running on trials (worker_id, request) where state = 'running';
create index trials_updated on trials (sweep_id, updated_at);
-- Holds all that the best learning rate is found from, so that the table itself is not read
-- (SQLite looks into the table for `state` too, unless it finds that in the index).
create index trials_completed on trials (sweep_id, configuration, lr, value, first_value, diverged, state) where state = 'completed';

-- Attempts that are over. The one under way is in its trial.
create table attempts (
    trial_id        text             not null references trials (id) on delete cascade,
    attempt         bigint           not null,
    worker_id       text             not null,
    started_at      bigint           not null,
    ended_at        bigint           not null,
    ending          text             not null,
    error           text,
    primary key (trial_id, attempt)
);

-- Metric points, many to a row; a row's document lists runs of points that carry the same metrics.
create table curves (
    trial_id        text             not null references trials (id) on delete cascade,
    attempt         bigint           not null,
    first_seq       bigint           not null,
    points          bigint           not null,
    document        text             not null,
    written_at      bigint           not null,
    primary key (trial_id, attempt, first_seq)
);
