-- Holds all that the edge is found from, as `trials_completed` does of the trials that were not stopped.
drop index trials_stopped;
create index trials_stopped on trials (sweep_id, configuration, lr, value, first_value, state) where state = 'stopped';
