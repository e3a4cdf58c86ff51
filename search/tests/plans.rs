//! Which trials a sweep makes.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::HashSet;

use search::{
    config::TrialConfig,
    document::Node,
    schedule::{Ramp, Range},
    sweep::{Planned, Sweep},
};

fn sweep(text: &str) -> Sweep {
    let train = "train: { synthetic: {} }\n";
    Sweep::read(&Node::from_text(&format!("{train}{text}")).unwrap()).unwrap()
}

fn trained(text: &str) -> Sweep {
    let train = "train: { builtin: { dataset: digits, model: { kind: logistic } }, steps: 50 }\n";
    Sweep::read(&Node::from_text(&format!("{train}{text}")).unwrap()).unwrap()
}

fn plans(sweep: &Sweep) -> Vec<Planned> {
    (0..sweep.trials()).map(|number| sweep.plan(number)).collect()
}

fn rates(sweep: &Sweep) -> Vec<f64> {
    plans(sweep).iter().map(|it| it.lr.unwrap()).collect()
}

fn at<'a>(config: &'a Node, path: &str) -> &'a Node {
    path.split('.').fold(config, |node, key| node.get(key).unwrap())
}

#[test]
fn the_ends_of_a_grid_are_exact_and_its_steps_are_even() {
    for (min, max, points) in [(1e-4, 1.0, 12), (3e-7, 0.7, 101), (0.1, 10.0, 3), (1e-9, 1e9, 7)] {
        let grid = format!(
            "method: grid\nparameters: {{ lr: {{ min: {min}, max: {max}, points: {points} }} }}"
        );
        let rates = rates(&sweep(&grid));
        assert_eq!((rates.len(), rates[0], rates[points - 1]), (points, min, max));
        #[expect(clippy::cast_precision_loss, reason = "a few points")]
        let step = (max / min).ln() / (points - 1) as f64;
        for pair in rates.windows(2) {
            assert!(((pair[1] / pair[0]).ln() - step).abs() < 1e-12 * step.max(1.0), "{pair:?}");
        }
    }
}

#[test]
fn a_uniform_grid_keeps_whole_numbers_whole() {
    let grid = trained(
        "method: grid\nparameters: { lr: 0.1, train.batch_size: { distribution: uniform, min: 8, max: 64, points: 8 } }",
    );
    let sizes: Vec<f64> = plans(&grid)
        .iter()
        .map(|it| at(&it.config, "train.batch_size").number().unwrap())
        .collect();
    assert_eq!(sizes, [8.0, 16.0, 24.0, 32.0, 40.0, 48.0, 56.0, 64.0]);
    assert!(plans(&grid).iter().all(|it| TrialConfig::read(&it.config).is_ok()));
}

const CELLS: &str = "method: grid
replicates: 2
seed: 40
parameters:
  optimizer.momentum: { values: [0.0, 0.9] }
  lr: { values: [0.1, 0.2, 0.3] }
  optimizer.nesterov: false
";

#[test]
fn the_last_parameter_of_a_grid_moves_fastest_and_each_cell_comes_once() {
    let plans = plans(&sweep(CELLS));
    let cell =
        |it: &Planned| (at(&it.config, "optimizer.momentum").number().unwrap(), it.lr.unwrap());
    let cells: Vec<_> = plans.iter().map(cell).collect();
    let once = [(0.0, 0.1), (0.0, 0.2), (0.0, 0.3), (0.9, 0.1), (0.9, 0.2), (0.9, 0.3)];
    assert_eq!(cells, [once, once].concat());
    assert_eq!(plans.iter().map(|it| it.number).collect::<Vec<_>>(), (0..12).collect::<Vec<_>>());
}

#[test]
fn replicates_share_their_configuration_and_pair_their_seeds() {
    let plans = plans(&sweep(CELLS));
    let (first, second) = plans.split_at(6);
    for (a, b) in first.iter().zip(second) {
        assert_eq!((&a.config, a.configuration), (&b.config, b.configuration));
        assert_eq!((a.replicate, a.seed, b.replicate, b.seed), (0, 40, 1, 41));
    }
}

#[test]
fn the_highest_seed_has_a_successor() {
    let text =
        format!("method: grid\nreplicates: 2\nseed: {}\nparameters: {{ lr: 0.1 }}", i64::MAX);
    let seeds: Vec<u64> = plans(&sweep(&text)).iter().map(|it| it.seed).collect();
    assert_eq!(seeds, [i64::MAX.unsigned_abs(), 0]);
}

#[test]
fn a_plan_is_the_same_whatever_was_asked_before() {
    for method in ["random", "sobol"] {
        let text =
            format!("method: {method}\ntrials: 50\nreplicates: 2\nparameters: {{ lr: [1e-4, 1] }}");
        let (forward, again) = (plans(&sweep(&text)), sweep(&text));
        for number in (0..100).rev() {
            assert_eq!(again.plan(number), forward[usize::try_from(number).unwrap()]);
        }
    }
}

#[test]
fn a_place_says_what_the_plan_says() {
    for text in [
        CELLS,
        "method: random\ntrials: 9\nparameters: { optimizer.momentum: { distribution: uniform, min: 0, max: 0.9 }, lr: [0.1, 1] }",
        "method: range_test\nparameters: { lr: [0.1, 1] }",
    ] {
        let sweep = sweep(text);
        for plan in plans(&sweep) {
            let place = sweep.place(plan.number);
            assert_eq!(
                (place.number, place.configuration, place.lr),
                (plan.number, plan.configuration, plan.lr)
            );
        }
    }
}

#[test]
fn a_seed_draws_the_same_again_and_another_seed_others() {
    for method in ["random", "sobol"] {
        let drawn = |seed| {
            rates(&sweep(&format!(
                "method: {method}\ntrials: 40\nseed: {seed}\nparameters: {{ lr: [1e-4, 1] }}"
            )))
        };
        assert_eq!(drawn(3), drawn(3));
        let both: HashSet<u64> =
            [drawn(3), drawn(4)].concat().iter().map(|it| it.to_bits()).collect();
        assert_eq!(both.len(), 80, "{method} draws each rate once");
    }
}

#[test]
fn parameters_are_drawn_independently() {
    let text = "method: random\ntrials: 2000\nparameters: { lr: [1e-4, 1], optimizer.weight_decay: { distribution: log_uniform, min: 1e-4, max: 1 } }";
    let pairs: Vec<(f64, f64)> = plans(&sweep(text))
        .iter()
        .map(|it| {
            (
                it.lr.unwrap().log10() / 4.0 + 0.5,
                at(&it.config, "optimizer.weight_decay").number().unwrap().log10() / 4.0 + 0.5,
            )
        })
        .collect();
    let correlation = pairs.iter().map(|(a, b)| a * b).sum::<f64>() / 2000.0 * 12.0;
    assert!(correlation.abs() < 0.1, "{correlation}");
}

/// The largest distance between the share of values below a point and the share there should be.
fn distance(mut shares: Vec<f64>) -> f64 {
    shares.sort_by(f64::total_cmp);
    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    let count = shares.len() as f64;
    let steps = (0_u32..).map(|it| f64::from(it) / count);
    steps
        .zip(&shares)
        .map(|(below, it)| (it - below).abs().max((it - below - 1.0 / count).abs()))
        .fold(0.0, f64::max)
}

#[test]
fn what_is_drawn_is_spread_as_it_should_be() {
    // Kolmogorov and Smirnov: a distance above 1.95 / √n has a chance of one in a thousand; a sobol
    // sequence stays far below.
    let (min, max) = (1e-5_f64, 10.0_f64);
    for seed in 0..20 {
        for (method, most) in [("random", 1.95 / 1000_f64.sqrt()), ("sobol", 0.01)] {
            let drawn = |shape| {
                rates(&sweep(&format!(
                    "method: {method}\ntrials: 1000\nseed: {seed}\nparameters: {{ lr: {{ distribution: {shape}, min: {min}, max: {max} }} }}"
                )))
            };
            let (log, even) = (drawn("log_uniform"), drawn("uniform"));
            assert!(log.iter().chain(&even).all(|it| (min..=max).contains(it)));
            let log = log.iter().map(|it| (it / min).ln() / (max / min).ln()).collect();
            let even: Vec<f64> = even.iter().map(|it| (it - min) / (max - min)).collect();
            assert!(distance(log) < most, "{method} {seed}");
            assert!(distance(even.clone()) < most, "{method} {seed}");
            assert!(
                distance(even.iter().map(|it| it * it).collect()) > most,
                "the measure can tell"
            );
        }
    }
}

#[test]
fn choices_are_drawn_about_equally_often() {
    let text = "method: random\ntrials: 3000\nparameters: { lr: { values: [1, 2, 3] } }";
    for choice in [1.0, 2.0, 3.0] {
        let count = rates(&sweep(text)).iter().filter(|it| it.total_cmp(&choice).is_eq()).count();
        assert!((880..1120).contains(&count), "{choice}: {count}");
    }
}

#[test]
fn sobol_fills_every_interval_once() {
    for seed in 0..50 {
        let text = format!(
            "method: sobol\ntrials: 64\nseed: {seed}\nparameters: {{ lr: [1e-6, 1], optimizer.weight_decay: {{ distribution: uniform, min: 0, max: 64 }} }}"
        );
        let plans = plans(&sweep(&text));
        let log = |it: &Planned| (it.lr.unwrap().log10() + 6.0) / 6.0 * 64.0;
        let decay = |it: &Planned| at(&it.config, "optimizer.weight_decay").number().unwrap();
        for share in [&log as &dyn Fn(&Planned) -> f64, &decay] {
            let mut cells: Vec<f64> = plans.iter().map(|it| share(it).floor()).collect();
            cells.sort_by(f64::total_cmp);
            assert_eq!(cells, (0..64).map(f64::from).collect::<Vec<_>>(), "seed {seed}");
        }
    }
}

/// The schedule of each trial of a range test.
fn ramps(sweep: &Sweep) -> Vec<(f64, f64, u64, Ramp)> {
    let ramp = |it: Planned| {
        let config = TrialConfig::read(&it.config).unwrap();
        let Range { start, end, steps, mode } = *config.schedule.ramp().unwrap();
        (start, end, steps, mode)
    };
    plans(sweep).into_iter().map(ramp).collect()
}

#[test]
fn a_range_test_is_one_run_through_the_range() {
    let sweep = trained("method: range_test\nparameters: { lr: [1e-6, 10] }");
    assert_eq!((sweep.configurations, sweep.trials()), (1, 3));
    assert_eq!(ramps(&sweep), [(1e-6, 10.0, 50, Ramp::Exponential); 3]);
    assert!(plans(&sweep).iter().all(|it| it.lr.is_none()));
    assert_eq!(sweep.example().unwrap().lr(), None);
}

#[test]
fn a_range_test_is_made_for_each_cell_of_the_rest() {
    let sweep = sweep(
        "method: range_test\nreplicates: 1\nparameters: { lr: { distribution: uniform, min: 0.1, max: 1 }, train.synthetic.steps: { values: [20, 30] } }",
    );
    assert_eq!(ramps(&sweep), [(0.1, 1.0, 20, Ramp::Linear), (0.1, 1.0, 30, Ramp::Linear)]);
}

#[test]
fn a_range_test_lasts_a_hundred_updates_unless_told_otherwise() {
    let text = "train: { builtin: { dataset: digits, model: { kind: logistic } } }\nmethod: range_test\nreplicates: 1\nparameters: { lr: [0.1, 1] }";
    let sweep = Sweep::read(&Node::from_text(text).unwrap()).unwrap();
    assert_eq!(ramps(&sweep), [(0.1, 1.0, 100, Ramp::Exponential)]);
}

#[test]
fn every_configuration_that_is_planned_can_be_trained() {
    let method = ["grid", "random", "sobol"];
    for seed in 0..30 {
        let text = format!(
            "method: {}\ntrials: 20\nseed: {seed}\nparameters: {{ lr: {{ min: 1e-{}, max: 1, points: 4 }}, train.batch_size: {{ values: [16, 64] }}, schedule.kind: {{ values: [constant] }}, optimizer.momentum: {{ distribution: uniform, min: 0, max: 0.99, points: 3 }} }}",
            method[seed % 3],
            seed + 1
        );
        for plan in plans(&trained(&text)) {
            let config = TrialConfig::read(&plan.config).unwrap();
            assert_eq!(Some(config.optimizer.lr), plan.lr);
        }
    }
}

#[test]
fn a_grid_that_stops_early_has_the_same_cells_spread_out() {
    let grid = |stopping: &str| {
        let yaml = format!(
            "{{ method: grid, parameters: {{ lr: {{ min: 1e-4, max: 1, points: 24 }} }}, replicates: 2, \
             train: {{ synthetic: {{}} }}, early_stopping: {{ kind: {stopping} }} }}"
        );
        let sweep = Sweep::read(&Node::from_yaml(&yaml).unwrap()).unwrap();
        (0..48).map(|it| sweep.plan(it).lr.unwrap()).collect::<Vec<f64>>()
    };
    let (plain, spread) = (grid("none"), grid("asha"));
    let sorted = |rates: &[f64]| {
        let mut rates = rates.to_vec();
        rates.sort_by(f64::total_cmp);
        rates
    };
    assert_eq!(sorted(&plain[..24]), sorted(&spread[..24]));
    assert_eq!(spread[..24], spread[24..], "each seed goes the same way");
    // Whoever is compared first stands for the whole range.
    let thirds = [plain[8], plain[16]];
    let third = |rate: f64| thirds.iter().filter(|it| **it <= rate).count();
    let counts = [0, 1, 2].map(|at| spread[..3].iter().filter(|it| third(**it) == at).count());
    assert_eq!(counts, [1, 1, 1]);
}

const SEARCH: &str = "method: find
replicates: 2
seed: 7
parameters: { optimizer.momentum: { values: [0.0, 0.9] }, lr: [1e-3, 1] }
find: { range_test: { steps: 40 } }
schedule: { kind: cosine, t_max: 50 }
";

#[test]
fn a_search_may_choose_from_a_range_test_and_a_lattice_for_each_combination() {
    let search = trained(SEARCH);
    // Three decades of 48 rates, both ends, and the range test; twice.
    assert_eq!((search.rates(), search.configurations, search.trials()), (145, 292, 584));
    let has_momentum =
        |number| at(&search.plan(number).config, "optimizer.momentum").number() > Some(0.0);
    assert_eq!([0, 1, 145].map(has_momentum), [false; 3]);
    assert_eq!([146, 147, 291].map(has_momentum), [true; 3]);
    let rate = |number| search.plan(number).lr;
    assert_eq!([0, 1, 145].map(rate), [None, Some(1e-3), Some(1.0)]);
    assert_eq!([146, 147, 291, 292].map(rate), [None, Some(1e-3), Some(1.0), None]);
    assert_eq!((search.plan(293).seed, search.plan(293).replicate), (8, 1));
    for number in 0..search.trials() {
        assert_eq!(search.place(number).lr, search.plan(number).lr);
        assert!(TrialConfig::read(&search.plan(number).config).is_ok(), "{number}");
    }
}

#[test]
fn the_range_test_of_a_search_has_its_own_length_and_schedule() {
    let search = trained(SEARCH);
    let test = TrialConfig::read(&search.plan(146).config).unwrap();
    let ramp = Range { start: 1e-3, end: 1.0, steps: 40, mode: Ramp::Exponential };
    assert_eq!((test.schedule.ramp(), search.range_test_updates()), (Some(&ramp), 40));
    assert_eq!((test.schedule.ramp().map(|it| it.steps), search.updates()), (Some(40), Some(50)));
    let epochs = Sweep::read(&Node::from_text(
        "{method: find, parameters: {lr: [0.1, 1]}, train: {builtin: {dataset: digits, model: {kind: logistic}}, epochs: 20}}",
    ).unwrap()).unwrap();
    // A thousand samples in batches of 64, and a quarter of that.
    assert_eq!((epochs.updates(), epochs.range_test_updates()), (Some(320), 80));
    assert!(at(&epochs.plan(0).config, "train").get("epochs").is_none());
}
