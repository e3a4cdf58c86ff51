//! Searches from beginning to end, on tasks whose best rate and edge are known.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use search::{
    document::Node,
    find::{Decision, History, Trials, history, next, opening},
    sweep::Sweep,
};

#[path = "find/world.rs"]
mod world;

use world::{Ran, World, sweep};

/// Best at 0.1, diverging above 1, hardly any noise.
fn plain() -> World {
    World { optimum: 0.1, edge: 1.0, noise: 1e-6, ..World::default() }
}

fn is_near(lr: f64, other: f64, times: f64) -> bool {
    (lr / other).ln().abs() <= times.ln()
}

#[test]
fn a_search_ends_with_the_best_rate_between_two_as_narrow_as_asked() {
    let ran = plain().run("");
    assert!(ran.end.contains("as narrow as asked"), "{}", ran.end);
    assert!(is_near(ran.best, 0.1, 1.3), "{}", ran.best);
    assert!(ran.cost <= 15.0, "{} is no less than most of a grid", ran.cost);
}

#[test]
fn the_first_pass_costs_five_trials_and_a_quarter_at_most() {
    let sweep = sweep("");
    let mut trials = Trials::default();
    for _ in 0..2 {
        let Some(Decision::Train { numbers, .. }) = next(&sweep, &trials) else { panic!() };
        for it in numbers {
            plain().train(&sweep, it, &mut trials);
        }
    }
    assert_eq!(trials.ended.len(), 6);
    assert!((search::find::spent(&sweep, &trials) - 5.25).abs() < 1e-9);
    assert!(next(&sweep, &trials).is_some_and(|it| matches!(it, Decision::Train { .. })));
}

#[test]
fn wherever_the_optimum_lies_it_is_found_within_the_budget() {
    for optimum in [2e-6, 3e-5, 1e-3, 0.03, 0.5, 3.0] {
        let world = World { optimum, edge: 5.0 * optimum, ..plain() };
        let ran = world.run("");
        assert!(is_near(ran.best, optimum, 1.5), "{optimum}: {} ({})", ran.best, ran.end);
        assert!(ran.cost <= 21.0, "{optimum}: {}", ran.cost);
    }
}

#[test]
fn an_optimum_beyond_the_range_is_sought_up_to_its_end() {
    let low = World { optimum: 1e-8, edge: 1e-3, ..plain() }.run("");
    assert!(is_near(low.best, 1e-6, 1.01), "{low:?}");
    let high = World { optimum: 1e3, edge: 1e5, ..plain() }.run("");
    assert!(is_near(high.best, 10.0, 1.01), "{high:?}");
}

#[test]
fn a_bracket_that_is_wrong_is_left_behind() {
    for shift in [1e-2, 1e2] {
        let ran = World { misled: shift, ..plain() }.run("find: { budget: 30 }");
        assert!(is_near(ran.best, 0.1, 1.5), "{shift}: {} ({})", ran.best, ran.end);
    }
}

#[test]
fn without_a_bracket_the_whole_range_is_tried_coarsely() {
    let ran = World { silent: true, ..plain() }.run("find: { budget: 40 }");
    assert!(ran.decisions[1].contains("names no bracket (the loss never changes)"), "{ran:?}");
    assert!(is_near(ran.best, 0.1, 1.5), "{ran:?}");
}

#[test]
fn noise_is_met_with_seeds_and_the_interval_holds_the_optimum() {
    let mut held = 0;
    for luck in 0..100 {
        let ran = World { noise: 0.03, luck, ..plain() }.run("find: { budget: 40 }");
        assert!(ran.cost <= 40.0, "luck {luck}: {}", ran.cost);
        let interval = ran.interval.unwrap();
        held += u32::from(interval.low <= 0.1 && 0.1 <= interval.high);
        assert!(is_near(ran.best, 0.1, 3.0), "luck {luck}: {ran:?}");
    }
    assert!(held >= 90, "{held} of 100 intervals hold the best rate");
}

#[test]
fn rates_that_cannot_be_told_apart_end_a_search_and_it_says_so() {
    let flat = World { noise: 0.05, flat: true, ..plain() };
    let ran = flat.run("find: { budget: 200 }\nreplicates: 3");
    assert!(ran.end.contains("no more seeds") || ran.end.contains("as narrow"), "{}", ran.end);
    let ran = flat.run("find: { budget: 12 }");
    assert!(ran.end.contains("budget of 12") || ran.end.contains("as narrow"), "{}", ran.end);
    assert!(ran.cost <= 12.0);
}

#[test]
fn a_search_among_rates_that_all_diverge_goes_down_to_the_lowest_and_says_what_to_do() {
    let ran = World { optimum: 1e-9, edge: 1e-8, ..plain() }.run("find: { budget: 60 }");
    assert!(ran.end.contains("smaller `min`"), "{}", ran.end);
    assert!(ran.best.is_nan());
}

#[test]
fn a_search_whose_trials_all_fail_ends() {
    let ran = World { lost: true, ..plain() }.run("");
    assert!(ran.end.contains("`retry`"), "{}", ran.end);
}

#[test]
fn the_best_rate_is_seen_with_two_seeds_before_it_is_believed() {
    for luck in 0..10 {
        let ran = World { noise: 0.003, luck, ..plain() }.run("");
        assert!(ran.decisions.iter().any(|it| it.contains("seed number 2")), "{ran:?}");
    }
}

#[test]
fn one_seed_each_gives_no_interval_and_says_why() {
    let ran = plain().run("replicates: 1");
    assert!(
        ran.end.contains("`replicates: 1` allows no more") || ran.end.contains("as narrow"),
        "{}",
        ran.end
    );
}

#[test]
fn a_metric_that_is_maximized_is_searched_the_other_way_round() {
    let ran = World { maximize: true, ..plain() }.run("metric: { name: val_accuracy }");
    assert!(is_near(ran.best, 0.1, 1.3), "{ran:?}");
}

#[test]
fn combinations_are_searched_side_by_side() {
    let two = "parameters: { lr: [1e-6, 10], optimizer.momentum: { values: [0.0, 0.9] } }";
    let sweep = sweep(two);
    assert_eq!(opening(&sweep).len(), 2);
    let ran = plain().run(two);
    let alone = plain().run("");
    assert!((ran.cost - 2.0 * alone.cost).abs() < 1e-9, "{} and {}", ran.cost, alone.cost);
    assert_eq!(ran.end, alone.end);
}

#[test]
fn what_was_decided_can_be_told_again_from_the_trials_alone() {
    let sweep = sweep("");
    let mut trials = Trials::default();
    let mut told = Vec::new();
    while let Some(Decision::Train { numbers, why, .. }) = next(&sweep, &trials) {
        let waiting = history(&sweep, &trials, &numbers).unwrap();
        told.push((why, numbers.len() as u64));
        assert_eq!(waiting.decisions, told);
        for it in numbers {
            plain().train(&sweep, it, &mut trials);
        }
    }
    let History { decisions, end, cost, grid_cost, .. } = history(&sweep, &trials, &[]).unwrap();
    assert_eq!((decisions, end.is_some(), grid_cost), (told, true, 105.0));
    assert!(cost < grid_cost / 4.0, "{cost}");
}

#[test]
fn a_decision_names_no_trial_that_exists_and_none_that_there_cannot_be() {
    for luck in 0..20 {
        let world = World { noise: 0.03, luck, ..plain() };
        let sweep = sweep("replicates: 3");
        let mut trials = Trials::default();
        while let Some(Decision::Train { numbers, .. }) = next(&sweep, &trials) {
            assert!(!numbers.is_empty());
            for it in numbers {
                assert!(it < sweep.trials());
                assert!(!trials.ended.contains_key(&it), "luck {luck}: {it}");
                world.train(&sweep, it, &mut trials);
            }
        }
    }
}

#[test]
fn a_grid_exists_from_its_beginning_and_is_not_searched() {
    let text =
        "method: grid\nparameters: { lr: { min: 1, max: 2, points: 2 } }\ntrain: { synthetic: {} }";
    let grid = Sweep::read(&Node::from_text(text).unwrap()).unwrap();
    assert_eq!(opening(&grid), [0, 1]);
    assert_eq!(
        (next(&grid, &Trials::default()), history(&grid, &Trials::default(), &[])),
        (None, None)
    );
}

#[test]
fn a_run_is_the_same_each_time() {
    let world = World { noise: 0.02, luck: 7, ..plain() };
    let (a, b): (Ran, Ran) = (world.run(""), world.run(""));
    assert_eq!((a.decisions, a.end), (b.decisions, b.end));
}
