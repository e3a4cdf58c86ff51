//! Runs that are left and taken up again from a checkpoint.

use std::ops::ControlFlow;

use search::{
    config::TrialConfig,
    metric::{Goal, Metric},
};
use trainer::{Data, Ending, Job, Point, Run};

use super::{config, data};

const BLOBS: &str = r#"{ "kind": "blobs", "samples": 100, "spread": 4 }"#;
const NORMED: &str = r#"{ "kind": "mlp", "hidden": [9, 5], "batch_norm": true }"#;
const SMALL: &str = r#"{ "kind": "mlp", "hidden": [7], "activation": "gelu" }"#;
const SGD: &str = r#""lr": 0.1, "momentum": 0.9"#;
const EPOCHS: &str = r#""epochs": 4, "batch_size": 16"#;

/// What a run is made of, as far as it differs from the first: data, model, optimizer, budget, the rest.
const RUNS: [[&str; 5]; 24] = [
    [BLOBS, NORMED, SGD, EPOCHS, ""],
    // Every rule.
    [BLOBS, SMALL, r#""lr": 0.1"#, EPOCHS, ""],
    [
        BLOBS,
        SMALL,
        r#""lr": 0.1, "momentum": 0.9, "nesterov": true, "weight_decay": 0.01"#,
        EPOCHS,
        "",
    ],
    [BLOBS, SMALL, r#""lr": 0.1, "momentum": 0.9, "dampening": 0.5"#, EPOCHS, ""],
    [
        BLOBS,
        SMALL,
        r#""kind": "adagrad", "lr": 0.1, "lr_decay": 0.01, "initial_accumulator_value": 0.1"#,
        EPOCHS,
        "",
    ],
    [BLOBS, SMALL, r#""kind": "adadelta", "lr": 1.0"#, EPOCHS, ""],
    [
        BLOBS,
        SMALL,
        r#""kind": "rmsprop", "lr": 0.01, "momentum": 0.5, "centered": true"#,
        EPOCHS,
        "",
    ],
    [BLOBS, SMALL, r#""kind": "adam", "lr": 0.02, "amsgrad": true"#, EPOCHS, ""],
    [BLOBS, NORMED, r#""kind": "adamw", "lr": 0.02"#, EPOCHS, ""],
    // What moves rate, momentum and batch.
    [BLOBS, SMALL, SGD, EPOCHS, r#", "schedule": { "kind": "one_cycle", "cycle_momentum": true }"#],
    [
        BLOBS,
        SMALL,
        SGD,
        EPOCHS,
        r#", "schedule": { "kind": "cosine", "unit": "epoch", "warmup": { "steps": 2 } }"#,
    ],
    [
        BLOBS,
        SMALL,
        r#""lr": 0.1"#,
        EPOCHS,
        r#", "schedule": { "kind": "plateau", "patience": 0, "threshold": 0.2, "factor": 0.5, "cooldown": 1 }"#,
    ],
    [
        BLOBS,
        SMALL,
        r#""lr": 0.1"#,
        r#""epochs": 4, "batch_size": 16, "report_every": 4"#,
        r#", "schedule": { "kind": "plateau", "patience": 0, "threshold": 0.2, "metric": "train_loss" }"#,
    ],
    [
        BLOBS,
        NORMED,
        SGD,
        EPOCHS,
        r#", "batch_schedule": { "kind": "grow", "milestones": [1, 2, 3], "factor": 2 }"#,
    ],
    [
        BLOBS,
        SMALL,
        SGD,
        EPOCHS,
        r#", "schedule": { "kind": "range", "start": 0.001, "end": 1e9, "steps": 30 }"#,
    ],
    // When points are told, and of what.
    [
        BLOBS,
        NORMED,
        SGD,
        r#""steps": 23, "batch_size": 16, "report_every": 3, "score_training": true"#,
        "",
    ],
    [BLOBS, SMALL, SGD, r#""epochs": 3, "batch_size": 80, "shuffle": false"#, ""],
    [r#"{ "kind": "blobs", "samples": 100, "label_noise": 0.2 }"#, SMALL, SGD, EPOCHS, ""],
    [r#"{ "kind": "patterns", "samples": 100 }"#, r#""logistic""#, SGD, EPOCHS, ""],
    // What else a model remembers or draws.
    [
        BLOBS,
        r#"{ "kind": "mlp", "hidden": [9], "batch_norm": true, "ghost_batch": 4, "dropout": 0.3 }"#,
        r#""kind": "adam", "lr": 0.02, "clip_norm": 0.5, "weight_decay": 0.1, "decay_skips": "norms_and_biases""#,
        EPOCHS,
        "",
    ],
    [
        r#""digits""#,
        r#"{ "kind": "cnn", "channels": [3], "kernel": 3, "batch_norm": true, "ghost_batch": 50 }"#,
        SGD,
        r#""steps": 12, "batch_size": 100, "report_every": 5"#,
        "",
    ],
    // Longer, and of another width: vectors are filled up.
    [
        r#""digits""#,
        r#"{ "kind": "mlp", "hidden": [33] }"#,
        r#""kind": "adam", "lr": 0.01"#,
        r#""steps": 24, "report_every": 5"#,
        "",
    ],
    [
        r#""digits""#,
        r#"{ "kind": "resnet", "depth": 8, "width": 3, "ghost_batch": 20 }"#,
        SGD,
        r#""steps": 8, "batch_size": 40, "report_every": 3"#,
        "",
    ],
    [
        r#"{ "kind": "grammar", "samples": 60, "length": 8 }"#,
        r#"{ "kind": "transformer", "layers": 2, "heads": 2, "width": 8, "context": 8, "dropout": 0.1 }"#,
        r#""kind": "adamw", "lr": 0.003"#,
        r#""epochs": 2, "batch_size": 16, "report_every": 2"#,
        "",
    ],
];

#[test]
fn a_run_that_is_left_after_any_update_goes_on_as_if_it_had_not_been() {
    for parts in RUNS {
        let (config, metric) = (run_of(parts), Metric::default());
        let (job, data) = (Job { config: &config, metric: &metric, seed: 5 }, data(&config));
        let whole = told(Run::new(job, &data).unwrap(), u64::MAX);
        assert!(whole.updates > 2 && whole.points.len() > 2, "{parts:?}");
        for left in 0..whole.updates {
            let first = told(Run::new(job, &data).unwrap(), left);
            let mut run = Run::new(job, &data).unwrap();
            assert_eq!(run.resume(&first.checkpoint).unwrap(), left);
            let again = told(run, u64::MAX);
            assert_eq!(
                (&again.points, &again.ending),
                (&whole.points, &whole.ending),
                "{parts:?}: {left}"
            );
            assert_eq!(
                again.updates,
                whole.updates - left,
                "what was trained is not trained again"
            );
        }
    }
}

#[test]
fn a_run_can_be_left_after_every_single_update() {
    for parts in [RUNS[0], RUNS[11], RUNS[12], RUNS[15]] {
        let (config, metric) = (run_of(parts), Metric::default());
        let (job, data) = (Job { config: &config, metric: &metric, seed: 5 }, data(&config));
        let whole = told(Run::new(job, &data).unwrap(), u64::MAX);
        let mut last = told(Run::new(job, &data).unwrap(), 0);
        while last.ending.is_none() {
            let mut run = Run::new(job, &data).unwrap();
            run.resume(&last.checkpoint).unwrap();
            last = told(run, 1);
        }
        assert_eq!((last.points, last.ending), (whole.points, whole.ending), "{parts:?}");
    }
}

#[test]
fn a_run_that_a_listener_stops_at_a_point_goes_on_from_there() {
    let (config, metric) = (run_of(RUNS[11]), Metric { goal: Goal::Maximize, ..Metric::default() });
    let (job, data) = (Job { config: &config, metric: &metric, seed: 5 }, data(&config));
    let whole = told(Run::new(job, &data).unwrap(), u64::MAX);
    for points in 1..whole.points.len() {
        let (mut run, mut seen) = (Run::new(job, &data).unwrap(), 0);
        let mut stop = |_: Point<'_>| {
            seen += 1;
            if seen == points { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let mut flow = run.begin(&mut stop);
        while flow.is_continue() {
            flow = run.update(&mut stop);
        }
        assert_eq!(flow, ControlFlow::Break(Ending::Stopped));
        let mut again = Run::new(job, &data).unwrap();
        again.resume(&run.checkpoint()).unwrap();
        assert_eq!(told(again, u64::MAX).points, whole.points, "{points}");
    }
}

#[test]
fn a_checkpoint_of_another_run_is_refused_and_leaves_the_run_as_it_was() {
    let (config, metric) = (run_of(RUNS[0]), Metric::default());
    let (job, data) = (Job { config: &config, metric: &metric, seed: 5 }, data(&config));
    let whole = told(Run::new(job, &data).unwrap(), u64::MAX);
    let (other, blobs) = (
        run_of(RUNS[1]),
        super::data(&run_of([&BLOBS.replace("100", "99"), NORMED, SGD, EPOCHS, ""])),
    );
    let best = Metric { goal: Goal::Maximize, ..Metric::default() };
    let others: [(&str, Job<'_>, &Data); 4] = [
        ("seed", Job { seed: 6, ..job }, &data),
        ("config", Job { config: &other, ..job }, &data),
        ("metric", Job { metric: &best, ..job }, &data),
        ("data", job, &blobs),
    ];
    for (what, job_of, data_of) in others {
        let foreign = told(Run::new(job_of, data_of).unwrap(), 3).checkpoint;
        let mut run = Run::new(job, &data).unwrap();
        let refused = run.resume(&foreign).unwrap_err().to_string();
        assert_eq!(refused, format!("it belongs to another run: its `ratesmith.{what}` differs"));
        assert_eq!(told(run, u64::MAX).points, whole.points);
    }
}

#[test]
fn a_damaged_checkpoint_is_refused_wherever_the_damage_is() {
    let (config, metric) = (run_of(RUNS[8]), Metric::default());
    let (job, data) = (Job { config: &config, metric: &metric, seed: 5 }, data(&config));
    let good = told(Run::new(job, &data).unwrap(), 3).checkpoint;
    let mut run = Run::new(job, &data).unwrap();
    for length in (0..good.len()).step_by(101).chain([good.len() - 1]) {
        let refused = run.resume(&good[..length]).unwrap_err().to_string();
        assert!(refused.starts_with("it is damaged or cut short"), "{length}: {refused}");
    }
    let header = 8 + usize::try_from(u64::from_le_bytes(*good.first_chunk().unwrap())).unwrap();
    for at in header..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        let refused = run.resume(&bad).unwrap_err().to_string();
        assert!(refused.starts_with("it is damaged: it is not what"), "{at}: {refused}");
    }
    assert_eq!(run.resume(&good), Ok(3));
}

#[test]
fn a_file_of_another_kind_or_version_is_refused_in_words() {
    let (config, metric) = (run_of(RUNS[0]), Metric::default());
    let (job, data) = (Job { config: &config, metric: &metric, seed: 5 }, data(&config));
    let good = told(Run::new(job, &data).unwrap(), 3).checkpoint;
    let swapped = |from: &str, to: &str| {
        assert_eq!(from.len(), to.len());
        let at = good.windows(from.len()).position(|it| it == from.as_bytes()).unwrap();
        let bytes = [&good[..at], to.as_bytes(), &good[at + from.len()..]].concat();
        Run::new(job, &data).unwrap().resume(&bytes).unwrap_err().to_string()
    };
    let version = swapped(r#""ratesmith.checkpoint":"1""#, r#""ratesmith.checkpoint":"2""#);
    assert_eq!(version, "it is of version 2; this version reads 1");
    let ours = swapped("ratesmith.checkpoint", "somebody.checkpoint_");
    assert!(ours.ends_with("it is not ours"), "{ours}");
    let renamed = swapped("layers.0.weight", "layers.0.weighs");
    assert!(renamed.starts_with("it is damaged"), "{renamed}");
}

/// What is heard of a run up to some update, and how it stood then.
struct Told {
    /// The step, the names and the bits of each point.
    points: Vec<(u64, Vec<(String, u64)>)>,
    ending: Option<Ending>,
    updates: u64,
    checkpoint: Vec<u8>,
}

/// Trains on for so many updates at most.
fn told(mut run: Run<'_>, updates: u64) -> Told {
    let mut points = Vec::new();
    let mut listen = |it: Point<'_>| {
        let metrics = it.metrics.iter().map(|it| (it.0.to_owned(), it.1.to_bits()));
        points.push((it.step, metrics.collect()));
        ControlFlow::Continue(())
    };
    let (mut flow, mut made) = (run.begin(&mut listen), 0);
    while flow.is_continue() && made < updates {
        flow = run.update(&mut listen);
        made += u64::from(!matches!(flow, ControlFlow::Break(Ending::Completed { .. })));
    }
    Told { points, ending: flow.break_value(), updates: made, checkpoint: run.checkpoint() }
}

fn run_of([dataset, model, optimizer, budget, rest]: [&str; 5]) -> TrialConfig {
    let model =
        if model.starts_with('{') { model.into() } else { format!(r#"{{ "kind": {model} }}"#) };
    let builtin = format!(r#""builtin": {{ "dataset": {dataset}, "model": {model} }}"#);
    config(&builtin, budget, optimizer, rest)
}
