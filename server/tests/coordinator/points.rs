//! Points are kept once each, in their order, and in few rows.

use search::{curve, time::Timestamp};
use server::coordinator::Verdict;

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
