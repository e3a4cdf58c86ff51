-- Bundles: trials that a slot trains as one computation.

-- How many trials a slot of the worker trains so at most; 1 for each by itself.
alter table workers add column bundle bigint not null default 1;
-- Why it trains on its device, for people.
alter table workers add column device_reason text not null default '';
