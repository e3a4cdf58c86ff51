//! The learning curves of a sweep: thinned, page by page, or a fair choice of them.

use search::{
    curve::Points,
    document::Node,
    trial::{Ending, Outcome},
};

use crate::{
    answers::{end, lease_all},
    door::{Door, GRID, snapshot},
    harness::{completion, finite, on_each, series},
};

#[tokio::test]
async fn curves_are_thinned_and_those_that_blew_up_are_marked() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let curves = format!("/api/v1/sweeps/{}/curves", door.submit(GRID, &[]).await.text("id"));
        let (worker, leased) = lease_all(&bench).await;
        let steps: Vec<u64> = (0..1_000).collect();
        #[expect(clippy::cast_precision_loss, reason = "small")]
        let values =
            steps.iter().map(|it| if *it == 777 { 42.0 } else { 1.0 / (1.0 + *it as f64) });
        let long = Points { metrics: vec!["val_loss".into()], values: values.collect(), steps };
        let short = Points {
            metrics: vec!["train_loss".into(), "val_loss".into()],
            steps: vec![0, 1],
            values: vec![2.0, 1.234_567, 3.0, f64::NAN],
        };
        let said = vec![
            series(&leased[1].trial, 1, 0, vec![long]),
            series(&leased[2].trial, 1, 0, vec![short]),
        ];
        bench.coordinator.report(&worker, said).await.unwrap();
        end(&bench, &worker, &leased[2..3], &[Ending::Completed(Outcome::Diverged)]).await;
        snapshot!(door.get(&format!("{curves}?max_points=6")).await.told(), @r#"
        200 application/json
        sweep: "<id 0>"
        metric: "val_loss"
        goal: "minimize"
        metrics:
        - "val_loss"
        - "train_loss"
        begun: 6
        trials:
        - {"id":"<id 1>","number":1,"configuration":1,"lr":0.1,"state":"running","diverged":false,"steps":[0,1,499,777,998,999],"values":[1.0,0.5,0.002,42.0,0.001001,0.001]}
        - {"id":"<id 2>","number":2,"configuration":2,"lr":1.0,"state":"completed","diverged":true,"steps":[0,1],"values":[1.235,null]}
        next_cursor: null
        "#);
        let first = door.get(&format!("{curves}?trials=1&max_points=2&metric=val_loss")).await;
        assert_eq!(first.next_cursor().as_deref(), Some("1"));
        let rest = door.get(&format!("{curves}?trials=1&metric=train_loss&cursor=1")).await;
        snapshot!(rest.told(), @r#"
        200 application/json
        sweep: "<id 0>"
        metric: "train_loss"
        goal: null
        metrics:
        - "train_loss"
        - "val_loss"
        begun: 6
        trials:
        - {"id":"<id 1>","number":2,"configuration":2,"lr":1.0,"state":"completed","diverged":true,"steps":[0,1],"values":[2.0,3.0]}
        next_cursor: null
        "#);
    })
    .await;
}

#[tokio::test]
async fn the_curves_of_many_trials_are_read_page_by_page() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let grid = GRID.replace("points: 3", "points: 60");
        let curves = format!("/api/v1/sweeps/{}/curves", door.submit(grid, &[]).await.text("id"));
        let (worker, leased) = lease_all(&bench).await;
        let point =
            |_| Points { metrics: vec!["val_loss".into()], steps: vec![1], values: vec![0.5] };
        let said = leased.iter().map(|it| series(&it.trial, 1, 0, (0..1).map(point).collect()));
        bench.coordinator.report(&worker, said.collect()).await.unwrap();
        let count = |answer: &Node| match answer.get("trials") {
            Some(Node::List(trials)) => trials.len(),
            _ => 0,
        };
        let all = door.get(&curves).await;
        assert_eq!((count(&all.json()), all.next_cursor()), (120, None));
        let some = door.get(&format!("{curves}?trials=100")).await;
        assert_eq!((count(&some.json()), some.next_cursor().as_deref()), (100, Some("99")));
        let rest = door.get(&format!("{curves}?trials=100&cursor=99")).await;
        assert_eq!((count(&rest.json()), rest.next_cursor()), (20, None));
        let fair = door.get(&format!("{curves}?trials=120&choice=fair")).await;
        assert_eq!(count(&fair.json()), 120, "there are no more to choose from");
    })
    .await;
}

#[tokio::test]
async fn a_fair_choice_of_curves_holds_the_best_and_reaches_over_all_of_the_sweep() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let grid = GRID.replace("points: 3", "points: 60");
        let curves = format!("/api/v1/sweeps/{}/curves", door.submit(grid, &[]).await.text("id"));
        let (worker, leased) = lease_all(&bench).await;
        // The best is one that no stretch is asked for.
        for (number, it) in leased.iter().enumerate() {
            let value = if number == 13 { 0.1 } else { 0.5 };
            let points = vec![Points {
                metrics: vec!["val_loss".into()],
                steps: vec![1],
                values: vec![value],
            }];
            let mut end = completion(&it.trial, 1, finite(value));
            end.series = series(&it.trial, 1, 0, points);
            bench.coordinator.complete(&worker, vec![end], None).await.unwrap();
        }
        let answer = door.get(&format!("{curves}?trials=12&choice=fair")).await.json();
        let Some(Node::List(shown)) = answer.get("trials") else { panic!("no curves") };
        let number = |it: &Node| it.get("number").and_then(Node::number);
        let numbers: Vec<f64> = shown.iter().filter_map(number).collect();
        assert!((11..=12).contains(&numbers.len()) && numbers.contains(&13.0), "{numbers:?}");
        assert!(numbers[0] < 11.0 && numbers[numbers.len() - 1] >= 109.0, "{numbers:?}");
        assert_eq!(answer.get("begun").and_then(Node::number), Some(120.0));
        assert_eq!(answer.get("next_cursor"), Some(&Node::Null));
        let refused = door.get(&format!("{curves}?choice=fair&cursor=9")).await;
        assert!(refused.body.contains("a fair choice is one page"), "{}", refused.body);
    })
    .await;
}

#[tokio::test]
async fn a_fair_choice_looks_among_those_that_began_before_the_sweep_was_cancelled() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let grid = GRID.replace("points: 3", "points: 60");
        let sweep = door.submit(grid, &[]).await.text("id");
        let worker = bench.register("ada").await;
        for it in bench.lease(&worker, 20).await.assignments {
            let mut end = completion(&it.trial, 1, finite(0.5));
            let points =
                Points { metrics: vec!["val_loss".into()], steps: vec![1], values: vec![0.5] };
            end.series = series(&it.trial, 1, 0, vec![points]);
            bench.coordinator.complete(&worker, vec![end], None).await.unwrap();
        }
        door.post(&format!("/api/v1/sweeps/{sweep}/cancel")).await;
        let line = format!("/api/v1/sweeps/{sweep}/curves?trials=10&choice=fair");
        let answer = door.get(&line).await.json();
        let Some(Node::List(shown)) = answer.get("trials") else { panic!("no curves") };
        assert!(shown.len() >= 9, "{} of 20 that trained", shown.len());
        assert_eq!(answer.get("begun").and_then(Node::number), Some(20.0));
    })
    .await;
}
