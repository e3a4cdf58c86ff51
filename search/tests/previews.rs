//! Schedules shown beforehand: what is shown, and what is refused.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use search::{
    document::{Node, Problem},
    policy::{Epoch, Policy},
    preview::{ENTRIES_MAX, Preview, Shown},
    schedule::Unit,
};

fn read(text: &str) -> Result<Preview, Vec<Problem>> {
    Preview::read(&Node::from_yaml(text).unwrap())
}

fn show(text: &str) -> Shown {
    read(text).unwrap_or_else(|it| panic!("{text}: {it:?}")).show()
}

#[test]
fn an_entry_is_a_step_or_an_epoch() {
    let steps = show("{lr: 1, schedule: {kind: step, step_size: 2, gamma: 0.5}, steps: 5}");
    assert_eq!((steps.unit, &steps.lr[..]), (Unit::Step, &[1.0, 1.0, 0.5, 0.5, 0.25][..]));
    assert_eq!((steps.updates, steps.batch_size, steps.momentum), (vec![1; 5], None, None));
    let epochs = show(
        "{lr: 1, schedule: {kind: step, step_size: 1, gamma: 0.5, unit: epoch}, batch_size: 30, dataset_size: 100, epochs: 2}",
    );
    assert_eq!((epochs.unit, epochs.lr, epochs.updates), (Unit::Epoch, vec![1.0, 0.5], vec![4, 4]));
}

#[test]
fn a_run_that_ends_within_an_epoch_shows_the_updates_that_it_makes() {
    let shown = show(
        "{lr: 1, batch_schedule: {kind: grow, milestones: [1], factor: 2}, batch_size: 10, dataset_size: 100, steps: 13}",
    );
    assert_eq!((shown.updates, shown.batch_size), (vec![10, 3], Some(vec![10, 20])));
    assert_eq!(shown.noise_scale, Some(vec![9.0, 4.0]));
}

#[test]
fn a_momentum_is_shown_where_it_moves_and_scales_the_noise() {
    let shown = show(
        "{lr: 1, schedule: {kind: one_cycle}, momentum: 0.5, batch_size: 1, dataset_size: 4, epochs: 5}",
    );
    let momenta = shown.momentum.unwrap();
    assert!((momenta[0] - 0.95).abs() < 1e-12 && (momenta[5] - 0.85).abs() < 1e-12, "{momenta:?}");
    assert!((shown.noise_scale.unwrap()[5] - 1.0 / 0.15 * 3.0).abs() < 1e-9);
    let still = show(
        "{lr: 1, schedule: {kind: constant}, momentum: 0.5, batch_size: 1, dataset_size: 4, epochs: 1}",
    );
    assert_eq!((still.momentum, still.noise_scale), (None, Some(vec![6.0; 4])));
}

#[test]
fn a_plateau_is_shown_with_the_metrics_it_would_be_told() {
    let plateau = "schedule: {kind: plateau, patience: 0, factor: 0.5, unit: epoch}";
    let shown = show(&format!("{{lr: 1, {plateau}, steps: 5, metrics: [3, 3, null, 1]}}"));
    assert_eq!(shown.lr, [1.0, 1.0, 0.5, 0.25, 0.25]);
    let steps = "{lr: 1, schedule: {kind: plateau, patience: 0, factor: 0.5}, batch_size: 5, dataset_size: 10, epochs: 3, metrics: [3, 3]}";
    assert_eq!(show(steps).lr, [1.0, 1.0, 1.0, 1.0, 0.5, 0.5]);
}

#[test]
fn the_planner_finds_the_papers_updates_at_the_same_noise() {
    for (settings, momentum, expected) in [
        ("lr: 0.1, batch_size: 128", 0.9, [78_200, 34_520, 29_240]),
        ("lr: 0.5, batch_size: 640", 0.9, [15_800, 6_980, 6_500]),
        ("lr: 0.5, batch_size: 3200", 0.98, [3_200, 2_360, 2_360]),
    ] {
        let plans = policies(settings, momentum);
        let totals = plans.each_ref().map(|it| it.iter().map(|it| it.updates).sum::<u64>());
        assert_eq!(totals, expected, "{settings}");
        let [decay, ..] = &plans;
        for plan in &plans {
            assert_eq!(plan.len(), 200);
            for (epoch, same) in plan.iter().zip(decay) {
                assert!((epoch.noise_of_many / same.noise_of_many - 1.0).abs() < 1e-12);
            }
        }
    }
}

fn policies(settings: &str, momentum: f64) -> [Vec<Epoch>; 3] {
    let growth =
        "batch_schedule: {kind: grow, milestones: [60, 120, 160], factor: 5, max_batch: 5120}";
    let text = format!("{{{settings}, {growth}, dataset_size: 50000, epochs: 200}}");
    let preview = read(&text).unwrap();
    Policy::ALL.map(|it| it.epochs(preview.terms(), preview.growth.as_ref().unwrap(), momentum))
}

#[test]
fn every_mistake_is_told_with_its_path() {
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("{}", &[("lr", "is missing"), ("steps", "is missing; say `steps`")]),
        (
            "{lr: 0, schedule: {kind: cosin}, steps: 0}",
            &[("lr", "above 0"), ("schedule.kind", "unknown: `cosin`"), ("steps", "from 1")],
        ),
        ("{lr: 1, stepps: 3, steps: 3}", &[("stepps", "did you mean `steps`?")]),
        (
            "{lr: 1, steps: 3, epochs: 3, batch_size: 1, dataset_size: 1}",
            &[("epochs", "exclude each other")],
        ),
        ("{lr: 1, epochs: 3}", &[("batch_size", "is missing"), ("dataset_size", "is missing")]),
        ("{lr: 1, steps: 3, batch_size: 3}", &[("dataset_size", "is missing")]),
        ("{lr: 1, steps: 200001}", &[("steps", "makes 200001 entries; 200000 is the most")]),
        (
            "{lr: 1, epochs: 1000000000, batch_size: 1, dataset_size: 1000000000}",
            &[("epochs", "is the most that is shown")],
        ),
        (
            "{lr: 1, steps: 3, batch_schedule: {kind: grow, milestones: [], factor: 1}}",
            &[
                ("batch_schedule.milestones", "is empty"),
                ("batch_schedule.factor", "above 1"),
                ("batch_size", "is missing"),
                ("dataset_size", "is missing"),
            ],
        ),
        (
            "{lr: 1, epochs: 3, batch_size: 64, dataset_size: 100, batch_schedule: {kind: grow, milestones: [1], factor: 2, max_batch: 32}}",
            &[(
                "batch_schedule.max_batch",
                "lies below the batch that it begins with, which is 64",
            )],
        ),
        ("{lr: 1, steps: 3, metrics: [1]}", &[("metrics", "only a plateau listens")]),
        (
            "{lr: 1, steps: 1, schedule: {kind: plateau}, metrics: [1, 2]}",
            &[("metrics", "lists 2 for 1 epochs")],
        ),
        (
            "{lr: 1, steps: 3, schedule: {kind: plateau}, metrics: [1, x]}",
            &[("metrics[1]", "expected a number, found text")],
        ),
        (
            "{lr: 1, steps: 3, momentum: 0, schedule: {kind: one_cycle, cycle_momentum: true}}",
            &[("schedule.cycle_momentum", "no `momentum` to move")],
        ),
        ("{lr: 1, steps: 3, momentum: 1}", &[("momentum", "below 1, not 1")]),
        (
            "{lr: 1, steps: 3, schedule: {kind: multistep, milestones: [], gamma: -1}}",
            &[("schedule.milestones", "is empty"), ("schedule.gamma", "above 0")],
        ),
        ("[1]", &[("", "expected a map")]),
    ];
    for (text, expected) in cases {
        let told = read(text).unwrap_err();
        assert_eq!(told.len(), expected.len(), "{text}: {told:?}");
        for (path, message) in *expected {
            let found = told.iter().find(|it| it.path == *path);
            assert!(found.is_some_and(|it| it.message.contains(message)), "{text}: {told:?}");
        }
    }
}

/// Every kind, with its own lengths far shorter and far longer than the run, and with those that it takes from it.
const KINDS: &[&str] = &[
    "kind: constant",
    "kind: time_based, decay_rate: 1e9",
    "kind: exponential, gamma: 0.5, transition_begin: L, end_lr: 0.1",
    "kind: exponential, gamma: 1.0001, decay_steps: L, staircase: true",
    "kind: step, step_size: L",
    "kind: multistep, milestones: [0, 0, L]",
    "kind: piecewise, boundaries: [0, L], values: [3, 2, 1]",
    "kind: piecewise, boundaries: [0, L], scales: [0.1, 0.1]",
    "kind: polynomial, power: 0.5",
    "kind: polynomial, total_iters: L, cycle: true",
    "kind: cosine",
    "kind: cosine, t_max: L, after: periodic, exponent: 3",
    "kind: cosine_restarts, t_0: L, t_mult: 3, m_mul: 0.5",
    "kind: one_cycle, cycle_momentum: true",
    "kind: one_cycle, total_steps: L, three_phase: true, pct_start: 0.9, cycle_momentum: true",
    "kind: one_cycle, total_steps: L, pct_start: 0, pct_final: 0, anneal: linear",
    "kind: cyclic, min_lr: 2, step_size_up: L, step_size_down: 1, cycle_momentum: true",
    "kind: wsd, decay_steps: L",
    "kind: wsd, stable_steps: L, decay_steps: 1, decay: exponential, half_life: 1e-9",
    "kind: inverse_sqrt, timescale: L",
    "kind: plateau, patience: 0",
    "kind: range, start: 1e-300, end: 1e300, steps: 7",
];

#[test]
fn whatever_the_lengths_rates_are_finite_and_not_below_nought_and_momenta_below_one() {
    for kind in KINDS {
        for length in ["1", "2", "13", "1000000000"] {
            for warmup in
                ["", ", warmup: {steps: L, type: sqrt}", ", warmup: {steps: 1, start_factor: 1}"]
            {
                let warmup = if kind.contains("range") { "" } else { warmup };
                for run in ["steps: 1", "steps: 40", "epochs: 9, batch_size: 7, dataset_size: 20"] {
                    let text = format!("{{lr: 1, schedule: {{{kind}{warmup}}}, {run}}}");
                    let shown = show(
                        &text
                            .replace(": L", &format!(": {length}"))
                            .replace(", L]", &format!(", {length}]")),
                    );
                    assert!(
                        shown.lr.iter().all(|it| it.is_finite() && *it >= 0.0),
                        "{text}: {:?}",
                        shown.lr
                    );
                    let momenta = shown.momentum.unwrap_or_default();
                    assert!(
                        momenta.iter().all(|it| (0.0..1.0).contains(it)),
                        "{text}: {momenta:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn extreme_batches_grow_within_their_bounds() {
    for (batch, samples) in [(1, 1), (1, 1_000_000_000), (1_048_576, 3), (1_048_576, 1_000_000_000)]
    {
        for factor in ["1.0000001", "1.5", "1000000"] {
            for cap in ["fill", "skip"] {
                let growth = format!(
                    "{{kind: grow, milestones: [0, 1, 1, 2, 1000000000], factor: {factor}, cap: {cap}}}"
                );
                let shown = show(&format!(
                    "{{lr: 1, batch_schedule: {growth}, batch_size: {batch}, dataset_size: {samples}, epochs: 5}}"
                ));
                assert!(shown.batch_size.unwrap().iter().all(|it| (1..=samples).contains(it)));
                assert!(shown.lr.iter().all(|it| *it > 0.0 && *it <= 1.000_001), "{:?}", shown.lr);
                assert_eq!(shown.lr.len(), 5);
            }
        }
    }
    assert_eq!(show(&format!("{{lr: 1, steps: {ENTRIES_MAX}}}")).lr.len() as u64, ENTRIES_MAX);
}
