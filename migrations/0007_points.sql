-- Points in the worker protocol's own bytes: a curve is written and read in a fraction of the time that JSON takes.
alter table curves rename to curves_before;

-- Metric points, many to a row.
create table curves (
    trial_id        text             not null references trials (id) on delete cascade,
    attempt         bigint           not null,
    first_seq       bigint           not null,
    points          bigint           not null,
    written_at      bigint           not null,
    -- Runs of points that carry the same metrics: `Points` of the protocol, each after its length.
    runs            bytea,
    -- The same as JSON, in rows that were written before there were `runs`.
    document        text,
    primary key (trial_id, attempt, first_seq),
    check ((runs is null) <> (document is null))
);

insert into curves (trial_id, attempt, first_seq, points, written_at, document)
select trial_id, attempt, first_seq, points, written_at, document from curves_before;

drop table curves_before;
