-- The best configuration of each sweep, so that best rates across sweeps are read from the sweeps alone. It is found again
-- once more trials have been trained to their end, or were stopped, than it was found among; of sweeps from before that is all of them.
alter table sweeps add column best_configuration bigint;
alter table sweeps add column best_lr double precision;
alter table sweeps add column best_mean double precision;
alter table sweeps add column best_replicates bigint;
-- The mean, turned so that lower is better.
alter table sweeps add column best_place double precision;
-- How many trials it was found among.
alter table sweeps add column best_among bigint not null default 0;

create index sweeps_best on sweeps (metric, best_place, id) where best_configuration is not null;

-- Holds all that the edge is found from, as `trials_completed` does of the trials that were not stopped.
drop index trials_stopped;
create index trials_stopped on trials (sweep_id, configuration, lr, value, first_value, state) where state = 'stopped';
