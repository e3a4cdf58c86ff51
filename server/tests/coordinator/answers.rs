//! The best rate, from what has ended so far.

use search::trial::{Ending, Outcome};

use crate::harness::{completion, finite, on_each};

#[tokio::test]
async fn the_best_rate_has_the_best_mean_and_no_seed_that_diverged() {
    on_each(async |bench| {
        let sweep = bench.submit_grid(5, 2).await;
        let worker = bench.register("ada").await;
        let leased = bench.lease(&worker, 100).await.assignments;
        let rules = bench.coordinator.rules(&sweep).await.unwrap();
        // By configuration; the fourth would be best but for one seed, the fifth learns next to nothing.
        let ends = leased.iter().map(|it| {
            let config = search::config::TrialConfig::read(
                &search::document::Node::from_json(&it.config).unwrap(),
            );
            let lr = config.unwrap().optimizer.lr;
            let at = (0..5).find(|n| rules.place(*n).lr == Some(lr)).unwrap();
            let ending = match (at, it.seed) {
                (0, _) => finite(1.0),
                (1, 0) => finite(0.6),
                (1, _) => finite(0.8),
                (2, _) => finite(0.5),
                (3, 0) => Ending::Completed(Outcome::Diverged),
                (3, _) => finite(0.1),
                _ => finite(1.95),
            };
            completion(&it.trial, 1, ending)
        });
        bench.coordinator.complete(&worker, ends.collect(), None).await.unwrap();
        let answer = bench.coordinator.best(&sweep).await.unwrap();
        let best = answer.best.unwrap();
        assert_eq!((best.candidate.configuration, best.candidate.mean), (2, 0.5));
        assert_eq!((best.trials.len(), best.spread.std), (2, Some(0.0)));
        assert_eq!(answer.top[1].candidate.configuration, 1);
        assert_eq!(answer.divergence.lowest_diverged, rules.place(3).lr);
        assert_eq!(answer.divergence.highest_converged, rules.place(2).lr);
        assert!(!answer.at_edge);
    })
    .await;
}

#[tokio::test]
async fn an_answer_follows_every_trial_that_ends() {
    on_each(async |bench| {
        let sweep = bench.submit_grid(3, 1).await;
        let worker = bench.register("ada").await;
        for (it, value) in bench.lease(&worker, 3).await.assignments.iter().zip([0.5, 0.3, 0.4]) {
            // The clock stands still: that the answer is new must not hang on the time.
            let end = vec![completion(&it.trial, 1, finite(value))];
            bench.coordinator.complete(&worker, end, None).await.unwrap();
            let told = bench.coordinator.best(&sweep).await.unwrap();
            let again = bench.coordinator.best(&sweep).await.unwrap();
            let mean = |it: server::coordinator::Answer| it.best.unwrap().candidate.mean;
            let best = if value < 0.5 { 0.3 } else { 0.5 };
            assert_eq!((mean(told), mean(again)), (best, best));
        }
    })
    .await;
}
