-- Early stopping: what is known of trials under way, and what those left behind that came as far.

-- How early stopping has told a running trial to end: 'stopped' or 'diverged'.
alter table trials add column halting text;
-- How far a trial is, JSON; nothing where its sweep has no early stopping.
alter table trials add column progress text;

-- How many updates (or epochs, where the sweep counts epochs) were not trained because trials ended early.
alter table sweeps add column spared bigint not null default 0;

-- Whether a worker understands that a trial is to be stopped; one that does not is told that it is cancelled.
alter table workers add column stops boolean not null default false;

-- What trials came to at each rung that they reached, turned so that lower is better; nothing for one that diverged
-- before. Trials go with their sweep, so that none of them is looked up here when they do.
create table rungs (
    sweep_id        text             not null references sweeps (id) on delete cascade,
    replicate       bigint           not null,
    rung            bigint           not null,
    trial_id        text             not null,
    loss            double precision,
    primary key (sweep_id, replicate, rung, trial_id)
);

-- Holds all that a trial is judged by.
create index rungs_loss on rungs (sweep_id, replicate, rung, loss, trial_id);

create index trials_stopped on trials (sweep_id, configuration, lr) where state = 'stopped';
