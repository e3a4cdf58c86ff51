//! What a sweep comes to: the best rate, the reading of a range test.

use search::{
    curve::Points,
    document::Node,
    trial::{Ending, Outcome},
};
use server::coordinator::{Assignment, Completion};

use crate::{
    door::{Door, GRID, snapshot},
    harness::{Bench, completion, finite, on_each, series},
};

/// Leases all trials of the one sweep there is, in the order of their numbers.
pub(crate) async fn lease_all(bench: &Bench) -> (String, Vec<Assignment>) {
    let worker = bench.register("ada").await;
    let leased = bench.lease(&worker, 1_000).await.assignments;
    (worker, leased)
}

/// Ends `leased` trials one after the other with `endings`.
pub(crate) async fn end(bench: &Bench, worker: &str, leased: &[Assignment], endings: &[Ending]) {
    let ends: Vec<Completion> = leased
        .iter()
        .zip(endings)
        .map(|(it, ending)| completion(&it.trial, it.attempt, ending.clone()))
        .collect();
    bench.coordinator.complete(worker, ends, None).await.unwrap();
}

#[tokio::test]
async fn the_answer_names_the_best_rate_and_the_edge() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let best = format!("/api/v1/sweeps/{}/best", door.submit(GRID, &[]).await.text("id"));
        snapshot!(door.get(&best).await.told(), @r#"
        200 application/json
        sweep: "<id 0>"
        metric: {"name":"val_loss","goal":"minimize","summary":"last"}
        best: null
        interval: null
        tied: null
        basin: null
        why: "no trial has ended yet"
        divergence: {"lowest_diverged":null,"highest_converged":null,"frontier":{"rates":[],"half":null}}
        groups: []
        scaling: null
        at_edge: false
        horizon: {"epochs":null,"steps":100}
        counts: {"queued":6,"running":0,"completed":0,"stopped":0,"failed":0,"cancelled":0,"quarantined":0,"diverged":0}
        warnings: []
        top: []
        find: null
        "#);
        let (worker, leased) = lease_all(&bench).await;
        // Rates 0.01, 0.1 and 1 with one seed, then with the other.
        let blown = Ending::Completed(Outcome::Diverged);
        let endings = [finite(1.0), finite(0.25), blown.clone(), finite(1.5), finite(0.75), blown];
        end(&bench, &worker, &leased, &endings).await;
        snapshot!(door.get(&best).await.told(), @r#"
        200 application/json
        sweep: "<id 0>"
        metric: {"name":"val_loss","goal":"minimize","summary":"last"}
        best: {"lr":0.1,"parameters":{"lr":0.1},"config":{"train":{"synthetic":{}},"optimizer":{"lr":0.1}},"mean":0.5,"std":0.3535533905932738,"replicates":2,"trials":["<id 1>","<id 2>"]}
        interval: null
        tied: []
        basin: {"low":0.09847666521101582,"high":0.10000000000000002,"within":0.01}
        why: "interval: 2 rates around the best have trained, and a curve needs 5; add rates there"
        divergence: {"lowest_diverged":1.0,"highest_converged":0.1,"frontier":{"rates":[{"lr":0.01,"trials":2,"diverged":0},{"lr":0.1,"trials":2,"diverged":0},{"lr":1.0,"trials":2,"diverged":2}],"half":{"lr":0.3126079367123956,"low":0.10115794542598988,"high":0.9015711376059564,"confidence":0.95}}}
        groups: []
        scaling: null
        at_edge: false
        horizon: {"epochs":null,"steps":100}
        counts: {"queued":0,"running":0,"completed":6,"stopped":0,"failed":0,"cancelled":0,"quarantined":0,"diverged":2}
        warnings:
        - "2 seeds say little about luck; set `replicates: 3` or more"
        - "only 1 of the rates tried is nearly as good as the best; try more between 0.098 and 0.10"
        - "found by training for 100 updates; the longer one trains, the lower is the best rate"
        top:
        - {"lr":0.1,"mean":0.5,"replicates":2,"parameters":{"lr":0.1}}
        - {"lr":0.01,"mean":1.25,"replicates":2,"parameters":{"lr":0.01}}
        find: null
        "#);
    })
    .await;
}

#[tokio::test]
async fn a_best_rate_at_the_end_of_the_grid_comes_with_a_warning() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let grid = GRID.replace("replicates: 2", "replicates: 1");
        let best = format!("/api/v1/sweeps/{}/best", door.submit(grid, &[]).await.text("id"));
        let (worker, leased) = lease_all(&bench).await;
        let warnings = async || {
            let answer = door.get(&best).await.json();
            serde_json::to_string(answer.get("warnings").unwrap()).unwrap()
        };
        // What lies beyond may be among the trials that are still to come.
        end(&bench, &worker, &leased[..2], &[finite(0.2), finite(0.4)]).await;
        snapshot!(warnings().await, @r#"["1 trial is not over yet; the answer may still change","found by training for 100 updates; the longer one trains, the lower is the best rate"]"#);
        end(&bench, &worker, &leased[2..], &[finite(0.6)]).await;
        let answer = door.get(&best).await.json();
        let told = |key| serde_json::to_string(answer.get(key).unwrap()).unwrap();
        assert_eq!(told("at_edge"), "true");
        snapshot!(told("warnings"), @r#"["the best rate is the lowest that was tried, a better one may lie beyond; search lower rates, with a smaller `min`, such as 1e-3","found by training for 100 updates; the longer one trains, the lower is the best rate"]"#);
        snapshot!(told("why"), @r#""interval: one replicate: 3 rates around the best have trained, and a curve needs 8; set `replicates: 3`, or add rates there; tied: one replicate cannot tell luck from a difference; basin: one replicate at few rates says no mean""#);
    })
    .await;
}

/// Ends every trial of the one sweep with a loss of 1 + 0.2 · (decades between its rate and `optimum`)² and some luck,
/// more of it from the seed; above 3 the numbers blow up.
pub(crate) async fn end_all(bench: &Bench, optimum: impl Fn(&Node) -> f64) {
    let (worker, leased) = lease_all(bench).await;
    let end = |(at, it): (u32, &Assignment)| {
        let config = Node::from_json(&it.config).unwrap();
        let lr = config.get("optimizer").unwrap().get("lr").and_then(Node::number).unwrap();
        let far = (lr / optimum(&config)).log10();
        // Weyl's sequence: scattered, and the same every time.
        let luck = (f64::from(at) * 0.618_034).fract() - 0.5;
        if lr > 2.9 {
            return Ending::Completed(Outcome::Diverged);
        }
        #[expect(clippy::cast_precision_loss, reason = "small")]
        finite(1.0 + 0.2 * far * far + 0.1 * it.seed as f64 + 0.004 * luck)
    };
    let endings: Vec<Ending> = (0..).zip(&leased).map(end).collect();
    self::end(bench, &worker, &leased, &endings).await;
}

/// What stands in `answer` at the dotted `path`.
pub(crate) fn number(answer: &Node, path: &str) -> f64 {
    path.split('.').try_fold(answer, |it, key| it.get(key)).and_then(Node::number).unwrap()
}

pub(crate) const FINE: &str = "
    { method: grid, parameters: { lr: { min: 0.001, max: 10, points: 13 } }, replicates: 3, train: { synthetic: {} } }";

#[tokio::test]
async fn the_answer_says_how_sure_it_is_and_what_surrounds_it() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let best = format!("/api/v1/sweeps/{}/best", door.submit(FINE, &[]).await.text("id"));
        end_all(&bench, |_| 0.12).await;
        let answer = door.get(&best).await.json();
        let at = |path| number(&answer, path);
        assert!(at("interval.low") < 0.12 && 0.12 < at("interval.high"), "{answer:?}");
        assert!(at("interval.high") / at("interval.low") < 2.0, "{answer:?}");
        assert!((at("basin.low").log10() + 1.144).abs() < 0.05, "{answer:?}");
        assert!((at("basin.high").log10() + 0.697).abs() < 0.05, "{answer:?}");
        assert!(2.0 < at("divergence.frontier.half.lr") && at("divergence.frontier.half.lr") < 5.0);
        assert_eq!(answer.get("tied"), Some(&Node::List(Vec::new())));
        assert_eq!(answer.get("groups"), Some(&Node::List(Vec::new())));
        assert_eq!(
            (answer.get("why"), answer.get("scaling")),
            (Some(&Node::Null), Some(&Node::Null))
        );
    })
    .await;
}

#[tokio::test]
async fn batch_sizes_have_answers_of_their_own_and_a_scaling_rule() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let grid = FINE.replace("13 }", "13 }, train.batch_size: { values: [32, 128, 512] }");
        let best = format!("/api/v1/sweeps/{}/best", door.submit(grid, &[]).await.text("id"));
        let batch = |it: &Node| number(it, "train.batch_size");
        end_all(&bench, |it| 0.05 * (batch(it) / 32.0).sqrt()).await;
        let answer = door.get(&best).await.json();
        let Some(Node::List(groups)) = answer.get("groups") else { panic!("no groups") };
        assert_eq!(groups.len(), 3);
        for it in groups {
            let batch = it.get("parameters").and_then(|it| it.get("train.batch_size"));
            let best = 0.05 * (batch.and_then(Node::number).unwrap() / 32.0).sqrt();
            assert!(
                number(it, "interval.low") < best && best < number(it, "interval.high"),
                "{it:?}"
            );
        }
        assert!((number(&answer, "scaling.exponent") - 0.5).abs() < 0.1, "{answer:?}");
        let rules = answer.get("scaling").and_then(|it| it.get("compatible_with"));
        assert_eq!(rules, Some(&Node::List(vec![Node::Text("square_root".into())])));
    })
    .await;
}

#[tokio::test]
async fn what_is_drawn_from_a_range_makes_no_groups() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let drawn = "{ method: sobol, trials: 16, replicates: 2, train: { synthetic: {} },
            parameters: { lr: [0.001, 1.0], train.synthetic.noise: { distribution: uniform, min: 0, max: 1 } } }";
        let best = format!("/api/v1/sweeps/{}/best", door.submit(drawn, &[]).await.text("id"));
        end_all(&bench, |_| 0.05).await;
        let answer = door.get(&best).await;
        assert_eq!(answer.json().get("groups"), Some(&Node::Null));
        snapshot!(answer.text("why"), @"interval, tied, basin, groups: `train.synthetic.noise` is drawn from a range, so that no two configurations differ in their rate alone");
    })
    .await;
}

#[tokio::test]
async fn a_best_rate_that_moves_with_the_length_of_the_run_comes_with_a_warning() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let best = format!("/api/v1/sweeps/{}/best", door.submit(FINE, &[]).await.text("id"));
        let (worker, leased) = lease_all(&bench).await;
        let loss = |it: &Assignment, optimum: f64| {
            let lr = number(&Node::from_json(&it.config).unwrap(), "optimizer.lr");
            #[expect(clippy::cast_precision_loss, reason = "small")]
            let luck = 0.1 * it.seed as f64 + 0.001 * (lr * 777.0).fract();
            1.0 + 0.2 * (lr / optimum).log10().powi(2) + luck
        };
        let curve = |it: &Assignment| Points {
            metrics: vec!["val_loss".into()],
            steps: vec![0, 10, 20],
            values: vec![3.0, loss(it, 0.3), loss(it, 0.03)],
        };
        let said = leased.iter().map(|it| series(&it.trial, 1, 0, vec![curve(it)])).collect();
        bench.coordinator.report(&worker, said).await.unwrap();
        let endings: Vec<Ending> = leased.iter().map(|it| finite(loss(it, 0.03))).collect();
        end(&bench, &worker, &leased, &endings).await;
        let warnings = door.get(&best).await.json().get("warnings").cloned();
        snapshot!(serde_json::to_string(&warnings).unwrap(), @r#"["the best rate still falls with the length of the run: halfway it was 0.22, at the end it is 0.022; search again before training for longer"]"#);
    })
    .await;
}

pub(crate) const RANGE_TEST: &str = "
    { method: range_test, parameters: { lr: [1e-5, 1.0] }, replicates: 2, train: { synthetic: { steps: 40 } } }";

/// A loss that falls up to update 30 and then leaves the finite numbers.
#[expect(clippy::cast_precision_loss, reason = "small")]
pub(crate) fn ramp() -> Points {
    let steps: Vec<u64> = (0..=40).collect();
    let loss = |it: u64| match it {
        0..=10 => 2.3,
        11..=30 => 2.3 - 0.1 * (it - 10) as f64,
        31..=35 => 0.3 + (it - 30) as f64,
        _ => f64::INFINITY,
    };
    let values = steps.iter().flat_map(|it| [loss(*it), loss(*it) + 0.1]).collect();
    Points { metrics: vec!["train_loss".into(), "val_loss".into()], steps, values }
}

#[tokio::test]
async fn a_range_test_is_read_and_its_curves_are_shown_beside_their_rates() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = format!("/api/v1/sweeps/{}", door.submit(RANGE_TEST, &[]).await.text("id"));
        let test = format!("{sweep}/range-test");
        snapshot!(door.get(&test).await.told(), @r#"
        200 application/json
        sweep: "<id 0>"
        curves: []
        suggestions: {"valley":null,"slide":null,"minimum":null,"steep":null,"steepest":null}
        edge: null
        bracket: null
        edge_spread: null
        why: "no trial has reported yet"
        losses: {}
        accuracies: {}
        disagreement: null
        readings: []
        "#);
        let (worker, leased) = lease_all(&bench).await;
        let said = leased.iter().map(|it| series(&it.trial, 1, 0, vec![ramp()])).collect();
        bench.coordinator.report(&worker, said).await.unwrap();
        end(&bench, &worker, &leased, &[finite(0.3), finite(0.3)]).await;
        let answer = door.get(&test).await.json();
        let told = |key| serde_json::to_string(answer.get(key).unwrap()).unwrap();
        snapshot!(told("suggestions"), @r#"{"valley":0.002030917620904736,"slide":0.0008376776400682922,"minimum":0.0070170382867038306,"steep":0.03888155180308088,"steepest":0.03888155180308088}"#);
        snapshot!(told("bracket"), @r#"{"low":0.0006769725403015787,"high":0.052233450742668434}"#);
        snapshot!(told("why"), @"null");
        let Some(Node::List(curves)) = answer.get("curves") else { panic!("no curves") };
        let Some(Node::Map(points)) = curves[0].get("points") else { panic!("no points") };
        let lengths: Vec<(&str, usize)> = points
            .iter()
            .map(|(name, it)| (name.as_str(), if let Node::List(it) = it { it.len() } else { 0 }))
            .collect();
        assert_eq!(lengths, [("lr", 40), ("train_loss", 40), ("val_loss", 40)]);
        let Some(Node::List(rates)) = curves[0].get("points").and_then(|it| it.get("lr")) else {
            panic!("no rates");
        };
        let ends = [rates.first(), rates.last()].map(|it| it.and_then(Node::number).unwrap());
        assert!((ends[0] - 1e-5).abs() < 1e-12 && (ends[1] - 1.0).abs() < 1e-9, "{ends:?}");
        assert!(door.get(&format!("{sweep}/best")).await.text("why").contains("/range-test"));
        assert_eq!(told("losses").matches("\"edge\":0.0").count(), 2, "{}", told("losses"));
        snapshot!(told("accuracies"), @"{}");
        snapshot!(told("disagreement"), @"null");
    })
    .await;
}

#[tokio::test]
async fn accuracies_are_read_where_it_is_known_what_guessing_comes_to() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let files = "builtin: { dataset: { kind: csv, path: a.csv }, model: { kind: logistic } }, steps: 40";
        let sweep = RANGE_TEST.replace("synthetic: { steps: 40 }", files);
        let test = format!("/api/v1/sweeps/{}/range-test", door.submit(sweep, &[]).await.text("id"));
        let (worker, leased) = lease_all(&bench).await;
        let accuracies = ramp().values.iter().map(|it| 1.0 - 0.3 * it).collect();
        let points =
            Points { metrics: vec!["train_loss".into(), "val_accuracy".into()], values: accuracies, ..ramp() };
        let said = leased.iter().map(|it| series(&it.trial, 1, 0, vec![points.clone()])).collect();
        bench.coordinator.report(&worker, said).await.unwrap();
        let told = async |query: &str| {
            let answer = door.get(&format!("{test}{query}")).await.json();
            serde_json::to_string(answer.get("accuracies").unwrap()).unwrap()
        };
        snapshot!(told("").await, @r#"{"val_accuracy":{"base_lr":null,"max_lr":null,"reason":null,"max_spread":null,"chance":null,"why":"needs `chance`, the accuracy that guessing comes to"}}"#);
        snapshot!(told("?chance=0.3").await, @r#"{"val_accuracy":{"base_lr":0.0008376776400682922,"max_lr":0.052233450742668434,"reason":"falls","max_spread":{"low":0.052233450742668434,"high":0.052233450742668434},"chance":0.3,"why":null}}"#);
        let wrong = door.get(&format!("{test}?chance=1")).await;
        snapshot!(wrong.told(), @r#"
        400 application/problem+json
        type: "/problems/invalid"
        title: "invalid"
        status: 400
        detail: "chance: must be a number at least 0 and below 1"
        errors:
        - {"path":"chance","message":"must be a number at least 0 and below 1"}
        "#);
    })
    .await;
}

#[tokio::test]
async fn configurations_of_a_range_test_are_read_apart() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let two =
            RANGE_TEST.replace("1.0] }", "1.0], optimizer.momentum: { values: [0.0, 0.9] } }");
        let sweep = door.submit(two, &[]).await.text("id");
        let (worker, leased) = lease_all(&bench).await;
        let said = leased.iter().map(|it| series(&it.trial, 1, 0, vec![ramp()])).collect();
        bench.coordinator.report(&worker, said).await.unwrap();
        let answer = door.get(&format!("/api/v1/sweeps/{sweep}/range-test")).await.json();
        assert!(answer.get("why").is_some_and(|it| format!("{it:?}").contains("readings")));
        let Some(Node::List(readings)) = answer.get("readings") else { panic!("no readings") };
        assert_eq!(readings.len(), 2);
        assert!(readings.iter().all(|it| it.get("edge").and_then(Node::number).is_some()));
    })
    .await;
}

#[tokio::test]
async fn another_sweep_has_no_range_test() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = door.submit(GRID, &[]).await.text("id");
        snapshot!(door.get(&format!("/api/v1/sweeps/{sweep}/range-test")).await.told(), @r#"
        404 application/problem+json
        type: "/problems/not-found"
        title: "not found"
        status: 404
        detail: "no range test is named \"<id 0>\""
        "#);
    })
    .await;
}

const SEARCH: &str =
    "{ method: find, parameters: { lr: [1e-4, 10] }, train: { synthetic: { steps: 400 } } }";

#[tokio::test]
async fn a_search_says_what_it_knows_before_it_begins() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let plan =
            door.submit_to("/api/v1/sweeps?dry_run=true", "application/yaml", SEARCH, &[]).await;
        snapshot!(plan.told(), @r#"
        200 application/json
        configurations: 242
        replicates: 5
        trials: 1
        preview:
        - {"number":0,"configuration":0,"replicate":0,"lr":null,"seed":0,"parameters":{},"config":{"train":{"synthetic":{"steps":100}},"schedule":{"kind":"range","start":0.0001,"end":10.0,"steps":100,"mode":"exponential"}}}
        find: {"budget":21.0,"grid_cost":105.0}
        "#);
        let grid =
            door.submit_to("/api/v1/sweeps?dry_run=true", "application/yaml", GRID, &[]).await;
        assert_eq!(grid.json().get("find"), Some(&Node::Null));
    })
    .await;
}

#[tokio::test]
async fn a_search_tells_its_stage_its_decisions_and_its_cost_beside_a_grids() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = format!("/api/v1/sweeps/{}", door.submit(SEARCH, &[]).await.text("id"));
        let told = async |key: &str| {
            let answer = door.get(&format!("{sweep}/best")).await.json();
            serde_json::to_string(answer.get(key).unwrap()).unwrap()
        };
        snapshot!(told("find").await, @r#"{"stage":"range_test","decisions":[{"trials":1,"why":"range tests, 1 of 100 updates each, from 1e-4 to 10"}],"end":null,"cost":0.25,"budget":21.0,"grid_cost":105.0}"#);
        let (worker, leased) = lease_all(&bench).await;
        let said = vec![series(&leased[0].trial, 1, 0, vec![ramp()])];
        bench.coordinator.report(&worker, said).await.unwrap();
        end(&bench, &worker, &leased, &[finite(0.3)]).await;
        snapshot!(told("find").await, @r#"{"stage":"bracket","decisions":[{"trials":1,"why":"range tests, 1 of 100 updates each, from 1e-4 to 10"},{"trials":5,"why":"5 rates between 2.87e-4 and 0.00287, where the range test points"}],"end":null,"cost":5.25,"budget":21.0,"grid_cost":105.0}"#);
        let stored = door.get(&sweep).await.json();
        assert_eq!(stored.get("trials").and_then(Node::number), Some(6.0));
        let test = door.get(&format!("{sweep}/range-test")).await.json();
        assert!(test.get("bracket").is_some_and(|it| *it != Node::Null));
    })
    .await;
}

#[tokio::test]
async fn each_configuration_is_an_entry_of_every_column() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let all =
            format!("/api/v1/sweeps/{}/configurations", door.submit(GRID, &[]).await.text("id"));
        let (worker, leased) = lease_all(&bench).await;
        let blown = Ending::Completed(Outcome::Diverged);
        end(&bench, &worker, &leased, &[finite(1.0), finite(0.25), blown, finite(1.5)]).await;
        snapshot!(door.get(&all).await.told(), @r#"
        200 application/json
        sweep: "<id 0>"
        metric: {"name":"val_loss","goal":"minimize","summary":"last"}
        total: 3
        configuration:
        - 0
        - 1
        - 2
        lr:
        - 0.01
        - 0.1
        - 1.0
        mean:
        - 1.25
        - 0.25
        - null
        low:
        - 1.0
        - 0.25
        - null
        high:
        - 1.5
        - 0.25
        - null
        replicates:
        - 2
        - 1
        - 1
        diverged:
        - 0
        - 0
        - 1
        stopped:
        - 0
        - 0
        - 0
        stopped_mean:
        - null
        - null
        - null
        parameters: {"lr":[0.01,0.1,1.0]}
        "#);
        assert_eq!(door.get(&format!("{all}?max=4")).await.status, 400);
    })
    .await;
}
