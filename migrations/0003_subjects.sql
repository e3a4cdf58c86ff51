-- What a sweep is about, so that best rates can be looked up across sweeps. Filled as a sweep is stored; sweeps from before
-- are filled by the first look-up, and until then their metric is null.
alter table sweeps add column metric text;
alter table sweeps add column goal text;
alter table sweeps add column dataset text;
alter table sweeps add column model text;
alter table sweeps add column optimizer text;
alter table sweeps add column schedule text;

create index sweeps_metric on sweeps (metric);
