//! Points are kept once each, in their order, and in few rows.

use search::{curve, time::Timestamp};
use server::{
    coordinator::Verdict,
    store::{Lane, Tx, job},
};

use crate::harness::{completion, finite, on_each, points, series};

#[tokio::test]
async fn points_that_come_twice_are_kept_once_and_a_gap_is_refused() {
    on_each(async |bench| {
        bench.submit_grid(1, 1).await;
        let worker = bench.register("ada").await;
        let trial = bench.lease(&worker, 1).await.assignments[0].trial.clone();
        let say = async |first, list| {
            let said = vec![series(&trial, 1, first, list)];
            bench.coordinator.report(&worker, said).await.unwrap().0[0].next_seq
        };
        assert_eq!(say(0, points(0, 10)).await, 10);
        assert_eq!(say(5, points(5, 10)).await, 15, "what overlaps is kept once");
        assert_eq!(say(0, points(0, 10)).await, 15, "what came before changes nothing");
        assert_eq!(say(20, points(20, 5)).await, 15, "a gap is not filled with nothing");
        let stored = bench.coordinator.trial(&trial).await.unwrap();
        let curve = curve::series(&bench.coordinator.points(&stored).await.unwrap());
        assert_eq!(curve[0].steps, (0..15).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn a_trial_with_points_missing_is_not_over() {
    on_each(async |bench| {
        bench.submit_grid(1, 1).await;
        let worker = bench.register("ada").await;
        let trial = bench.lease(&worker, 1).await.assignments[0].trial.clone();
        let mut end = completion(&trial, 1, finite(0.5));
        end.series = series(&trial, 1, 4, points(4, 2));
        let (acks, _) = bench.coordinator.complete(&worker, vec![end.clone()], None).await.unwrap();
        assert_eq!((acks[0].verdict, acks[0].next_seq), (Verdict::Ok, 0));
        assert!(!bench.coordinator.trial(&trial).await.unwrap().trial.is_over());
        end.series = series(&trial, 1, 0, points(0, 6));
        let (acks, _) = bench.coordinator.complete(&worker, vec![end], None).await.unwrap();
        assert_eq!(acks[0].next_seq, 6);
        assert!(bench.coordinator.trial(&trial).await.unwrap().trial.is_over());
    })
    .await;
}

#[tokio::test]
async fn a_curve_reported_in_many_pieces_is_few_rows_and_whole() {
    on_each(async |bench| {
        bench.submit_grid(1, 1).await;
        let worker = bench.register("ada").await;
        let trial = bench.lease(&worker, 1).await.assignments[0].trial.clone();
        for piece in 0..200_u64 {
            let mut list = points(piece * 10, 10);
            // Values that are not finite come back as such, and a metric may come now and then.
            list[0].values[3] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY][(piece % 3) as usize];
            list.push(curve::Points {
                metrics: vec!["lr".into()],
                steps: vec![piece * 10 + 9],
                values: vec![0.1],
            });
            let said = vec![series(&trial, 1, piece * 11, list)];
            bench.coordinator.report(&worker, said).await.unwrap();
        }
        let end = series(&trial, 1, 2_200, Vec::new());
        let end = server::coordinator::Completion { series: end, ending: finite(0.5), train_ms: 1 };
        bench.coordinator.complete(&worker, vec![end], None).await.unwrap();
        let stored = bench.coordinator.trial(&trial).await.unwrap();
        let rows =
            bench.coordinator.store.points_since(&[(&trial, 1)], Timestamp(0)).await.unwrap();
        assert!(rows.len() <= 3, "{} rows", rows.len());
        let points = bench.coordinator.points(&stored).await.unwrap();
        let curves = curve::series(&points);
        assert_eq!(curves[0].steps, (0..2_000).collect::<Vec<_>>());
        assert_eq!((curves[0].values[3], curves[0].values[4]), (None, Some(0.2)));
        assert_eq!(curves[1].steps.len(), 200);
        assert!(points[0].values[3].is_nan());
    })
    .await;
}

#[tokio::test]
async fn a_curve_that_an_earlier_version_wrote_is_kept_read_and_added_to() {
    on_each(async |bench| {
        bench.submit_grid(1, 1).await;
        let worker = bench.register("ada").await;
        let trial = bench.lease(&worker, 1).await.assignments[0].trial.clone();
        let said = vec![series(&trial, 1, 0, points(0, 3))];
        bench.coordinator.report(&worker, said).await.unwrap();
        // As it would be before the migration, which then runs once more.
        let before = format!(
            r#"drop table curves;
            create table curves (
                trial_id        text             not null references trials (id) on delete cascade,
                attempt         bigint           not null,
                first_seq       bigint           not null,
                points          bigint           not null,
                document        text             not null,
                written_at      bigint           not null,
                primary key (trial_id, attempt, first_seq)
            );
            insert into curves values ('{trial}', 1, 0, 3,
                '[{{"m":["val_loss","lr"],"s":[0],"v":[2.5,"inf"]}},{{"m":["val_loss"],"s":[4,9],"v":[0.125,1]}}]', 7);
            {}"#,
            include_str!("../../../migrations/0007_points.sql")
        );
        let migrate = job(move |tx| {
            Box::pin(async move {
                let sql = sqlx::raw_sql(sqlx::AssertSqlSafe(before));
                match tx {
                    Tx::Sqlite(it) => sql.execute(it).await.map(drop)?,
                    Tx::Postgres(it) => sql.execute(&mut **it).await.map(drop)?,
                }
                Ok(())
            })
        });
        bench.coordinator.store.write(Lane::Control, migrate).await.unwrap();
        let stored = bench.coordinator.trial(&trial).await.unwrap();
        let curves = async || curve::series(&bench.coordinator.points(&stored).await.unwrap());
        let [val_loss, lr] = &curves().await[..] else { panic!("two metrics") };
        assert_eq!((&val_loss.steps[..], &val_loss.values[..]), (&[0, 4, 9][..], &[Some(2.5), Some(0.125), Some(1.0)][..]));
        assert_eq!((&lr.steps[..], &lr.values[..]), (&[0][..], &[None][..]));
        let mut end = completion(&trial, 1, finite(0.5));
        end.series = series(&trial, 1, 3, points(10, 2));
        bench.coordinator.complete(&worker, vec![end], None).await.unwrap();
        let rows = bench.coordinator.store.points_since(&[(&trial, 1)], Timestamp(0)).await.unwrap();
        assert_eq!(rows.len(), 1, "old rows and new ones become one");
        assert_eq!(curves().await[0].steps, [0, 4, 9, 10, 11]);
    })
    .await;
}
