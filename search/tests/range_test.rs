//! Readings of range tests, against those of the tools that we follow.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use search::{
    config::TrialConfig,
    curve::Series,
    document::Node,
    metric::Metric,
    range_test::{
        Bracket, Combined, Curve as HandedIn, Reading, Readings, Reason, TRAIN_LOSS, Updates,
        analyze, analyze_accuracy, combine,
    },
    sweep::Sweep,
};
use serde_json::Value;

#[path = "range_test/known.rs"]
mod known;

use known::{Curve, Limits, Place, curve, curves, known};

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs()
}

/// Whether `got` is the expected rate, divided by `by`, or the one that 64 bits lead to.
fn agrees(got: Option<f64>, expected: Option<&Place>, rates: &[f64], by: f64) -> bool {
    match (got, expected) {
        (None, None) => true,
        (Some(got), Some(it)) => {
            assert!(close(it.lr, rates[it.index] / by), "the grid is not the tool's");
            close(got, it.lr) || it.f64_index.is_some_and(|at| close(got, rates[at] / by))
        }
        (Some(_), None) | (None, Some(_)) => false,
    }
}

#[test]
fn every_suggestion_is_fastais() {
    for curve in curves() {
        let (rates, reading) = (curve.sweep.rates(1), curve.fastai());
        let got = &reading.suggestions;
        let agree = |got, expected: &Option<Place>, by| agrees(got, expected.as_ref(), &rates, by);
        assert!(agree(got.valley, &curve.fastai.valley, 1.0), "{}: {reading:?}", curve.id);
        assert!(agree(got.slide, &curve.fastai.slide, 1.0), "{}: {reading:?}", curve.id);
        assert!(agree(got.minimum, &curve.fastai.minimum, 10.0), "{}: {reading:?}", curve.id);
        assert!(agree(got.steep, &curve.fastai.steep, 1.0), "{}: {reading:?}", curve.id);
    }
}

#[test]
fn the_steepest_is_torch_lr_finders() {
    // It names the rate of a NaN in these two: the next test.
    let sound = |it: &Curve| it.id != "08-nan_tail" && it.id != "19-all_nan";
    for curve in curves().filter(sound) {
        let (rates, got) = (curve.sweep.rates(0), curve.lr_finder().suggestions.steepest);
        assert!(agrees(got, curve.lr_finder.as_ref(), &rates, 1.0), "{}: {got:?}", curve.id);
    }
}

/// torch-lr-finder names the rate beside the NaN there, 0.24.
#[test]
fn the_steepest_is_not_where_the_curve_breaks_off() {
    let steepest = curve("08").lr_finder().suggestions.steepest.unwrap();
    assert!((0.004..0.02).contains(&steepest), "{steepest}");
}

#[test]
fn what_cannot_be_answered_is_explained() {
    for curve in known().curves {
        let reading = curve.fastai();
        let suggestions = &reading.suggestions;
        let named = [
            ("valley", suggestions.valley),
            ("slide", suggestions.slide),
            ("minimum", suggestions.minimum),
            ("steep", suggestions.steep),
            ("steepest", suggestions.steepest),
            ("edge", reading.edge),
            ("bracket", reading.bracket.map(|it| it.low)),
        ];
        let why = reading.why.unwrap_or_default();
        for (name, _) in named.iter().filter(|(_, it)| it.is_none()) {
            let all = named.iter().all(|(_, it)| it.is_none()) && !why.is_empty();
            assert!(all || why.contains(name), "{}: {name} in {why:?}", curve.id);
        }
    }
}

#[test]
fn a_test_without_a_story_is_not_given_one() {
    let rates: Vec<f64> = (1..=100).map(f64::from).collect();
    let why = |loss: &[Option<f64>]| {
        let reading = analyze(&rates[..loss.len()], loss).unwrap();
        assert_eq!(Reading { why: None, ..reading.clone() }, Reading::default());
        reading.why.unwrap()
    };
    assert_eq!(why(&[None; 100]), "no loss is finite");
    assert_eq!(why(&[Some(2.3); 100]), "the loss never changes");
    assert_eq!(why(&[Some(2.3)]), "one update shows no change");
    assert_eq!(why(&[Some(f64::NAN), Some(f64::INFINITY)]), "no loss is finite");
    assert!(curve("03").fastai().why.unwrap().contains("never changes"));
}

#[test]
fn negative_and_tiny_losses_have_an_edge_all_the_same() {
    for (id, edge) in [("15", 79), ("18", 79), ("20", 79)] {
        let curve = curve(id);
        assert_eq!(curve.fastai().edge, Some(curve.sweep.rates(1)[edge]), "{id}");
    }
    let why = curve("15").fastai().why.unwrap();
    assert!(why.starts_with("valley, slide, minimum, steep: the loss is above 4 times its best"));
}

#[test]
fn the_bracket_reaches_from_below_the_valley_to_the_edge() {
    let reading = curve("21").fastai();
    let (valley, edge) = (reading.suggestions.valley.unwrap(), reading.edge.unwrap());
    assert_eq!(reading.bracket, Some(Bracket { low: valley / 3.0, high: edge }));
    let reading = curve("20").fastai();
    let edge = reading.edge.unwrap();
    assert_eq!(reading.bracket, Some(Bracket { low: edge / 10.0, high: edge }));
}

#[test]
fn a_reading_is_written_as_people_ask_for_it() {
    let written = serde_json::to_value(curve("24").fastai()).unwrap();
    assert_eq!(written["suggestions"]["valley"], 1e-7);
    assert_eq!(written["suggestions"]["slide"], Value::Null);
    assert_eq!(written["bracket"]["high"], written["edge"]);
    let why = "slide: needs 16 updates between its margins, has 1; steep: needs 2 updates";
    assert!(written["why"].as_str().unwrap().starts_with(why), "{}", written["why"]);
}

#[test]
fn a_loss_that_only_rises_has_no_edge() {
    let reading = curve("06").fastai();
    assert_eq!((reading.edge, reading.bracket), (None, None));
    assert!(reading.why.unwrap().contains("begin it lower"));
}

#[test]
fn a_loss_that_falls_to_the_end_has_an_edge_with_a_warning() {
    let reading = curve("05").fastai();
    assert_eq!(reading.edge, curve("05").sweep.rates(1).last().copied());
    assert!(reading.why.unwrap().contains("the edge may lie higher"));
}

#[test]
fn lists_that_are_no_test_are_refused_with_every_mistake() {
    let wrong = |lr: &[f64], loss: &[Option<f64>]| -> Vec<String> {
        analyze(lr, loss).unwrap_err().into_iter().map(|it| it.path).collect()
    };
    assert_eq!(wrong(&[], &[]), ["lr"]);
    assert_eq!(wrong(&[0.1], &[]), ["loss"]);
    assert_eq!(wrong(&[0.0, f64::NAN, 0.1], &[Some(1.0); 2]), ["loss", "lr[0]", "lr[1]"]);
    assert_eq!(wrong(&[0.1, 0.1], &[Some(1.0); 2]), ["lr[1]"]);
    let none = vec![None; 200_000];
    assert_eq!(wrong(&vec![0.1; 200_000], &none).len(), 101, "told in bounds");
}

#[test]
fn no_curve_makes_it_panic() {
    let odd = [
        None,
        Some(f64::INFINITY),
        Some(f64::MAX),
        Some(f64::MIN),
        Some(0.0),
        Some(-0.0),
        Some(1.0),
    ];
    for length in 1..40_u32 {
        let rates: Vec<f64> = (1..=length).map(f64::from).collect();
        for step in 0..200_usize {
            let loss: Vec<_> =
                (0..length as usize).map(|at| odd[(at * step + at / 3) % 7]).collect();
            let reading = analyze(&rates, &loss).unwrap();
            let named = [reading.suggestions.steep, reading.suggestions.slide, reading.edge];
            assert!(
                named.into_iter().flatten().all(|it| it >= 0.1 && it <= rates[rates.len() - 1])
            );
        }
    }
}

#[test]
fn the_longest_curve_is_read_at_once() {
    let rates: Vec<f64> = (1..=100_000).map(f64::from).collect();
    let loss: Vec<Option<f64>> =
        rates.iter().map(|it| Some((it / 7e4 - 1.0).powi(2) + 1.0)).collect();
    let edge = analyze(&rates, &loss).unwrap().edge.unwrap();
    assert!((edge / 7e4 - 1.0).abs() < 1e-3);
}

#[test]
fn seeds_are_read_together_and_their_edges_apart() {
    let rates = curve("00").sweep.rates(0);
    let seeds = ["00", "01", "02"].map(|it| curve(it).loss());
    let Combined { reading, edges, edge_spread, loss } = combine(&rates, &seeds).unwrap();
    assert_eq!(edges, [79, 80, 82].map(|at| Some(rates[at])));
    assert_eq!(edge_spread, Some(Bracket { low: rates[79], high: rates[82] }));
    assert!((rates[79]..=rates[82]).contains(&reading.edge.unwrap()));
    let mut third = seeds.each_ref().map(|it| it[3]);
    third.sort_by(|a, b| a.partial_cmp(b).unwrap());
    assert_eq!(loss[3], third[1]);
}

#[test]
fn one_seed_that_breaks_off_does_not_end_the_median() {
    let rates = curve("00").sweep.rates(0);
    let whole = curve("00").loss();
    let seeds = [whole.clone(), whole.clone(), whole[..30].to_vec()];
    let combined = combine(&rates, &seeds).unwrap();
    assert_eq!(combined.reading, analyze(&rates, &whole).unwrap());
    let two = combine(&rates, &seeds[1..]).unwrap();
    assert_eq!(two.loss.iter().flatten().count(), 30, "half of them is not enough");
    assert_eq!(combine(&rates, &[vec![None; 101]]).unwrap_err()[0].path, "loss");
    assert_eq!(combine(&rates, &[]).unwrap().edge_spread, None);
}

fn series(metric: &str, steps: Vec<u64>, values: &[Option<f64>]) -> Series {
    Series { metric: metric.into(), steps, values: values.to_vec() }
}

fn config(train: &str) -> TrialConfig {
    let text = format!(
        "{{method: range_test, parameters: {{lr: [0.001, 10]}}, train: {{synthetic: {{steps: 5}}, {train}}}}}"
    );
    Sweep::read(&Node::from_text(&text).unwrap()).unwrap().example().unwrap()
}

#[test]
fn what_was_reported_after_an_update_belongs_to_its_rate() {
    let updates = Updates::of(&config("")).unwrap();
    assert!(updates.lr.iter().zip([0.001, 0.01, 0.1, 1.0, 10.0]).all(|(a, b)| close(*a, b)));
    let whole = series("a", (0..=5).collect(), &[2.3, 2.2, 2.1, 2.0, 1.9, 9.0].map(Some));
    let broken = series("b", vec![0, 1, 2, 3], &[Some(2.3), Some(2.2), Some(2.1), None]);
    assert_eq!(updates.values(&whole), [2.2, 2.1, 2.0, 1.9, 9.0].map(Some));
    assert_eq!(updates.values(&broken), [Some(2.2), Some(2.1), None, None, None]);
    assert_eq!(updates.values(&series("c", vec![], &[])), [None; 5]);
    assert_eq!((updates.made(&[broken]), updates.made(&[])), (3, 0));
}

#[test]
fn a_test_that_reports_now_and_then_has_fewer_rates() {
    let updates = Updates::of(&config("report_every: 2")).unwrap();
    assert!(updates.lr.iter().zip([0.01, 1.0, 10.0]).all(|(a, b)| close(*a, b)));
    let seed = series("a", vec![0, 2, 4, 5], &[2.3, 2.1, 1.9, 9.0].map(Some));
    assert_eq!(updates.values(&seed), [2.1, 1.9, 9.0].map(Some));
    assert_eq!(Updates::of(&config("report_every: 1000")).unwrap().lr.len(), 1);
}

#[test]
fn what_is_no_range_test_has_no_updates() {
    let other = TrialConfig::read(
        &Node::from_text("{optimizer: {lr: 1}, train: {synthetic: {}}}").unwrap(),
    );
    assert_eq!(Updates::of(&other.unwrap()), None);
}

/// A test of a hundred updates from 1e-5 to 10, six decades.
fn hundred() -> Updates {
    let text =
        "{method: range_test, parameters: {lr: [1e-5, 10]}, train: {synthetic: {steps: 100}}}";
    let sweep = Sweep::read(&Node::from_text(text).unwrap()).unwrap();
    Updates::of(&sweep.example().unwrap()).unwrap()
}

/// A metric that moves from `from` to `to` until update `turn`, and back from there on.
fn turning(metric: &str, turn: u32, from: f64, to: f64) -> Series {
    let share = |it: u32| 1.0 - (f64::from(it) / f64::from(turn) - 1.0).powi(2);
    let values: Vec<_> = (0..=100).map(|it| Some(from + (to - from) * share(it))).collect();
    series(metric, (0..=100).collect(), &values)
}

fn readings(seeds: &[Vec<Series>], chance: Option<f64>) -> Readings {
    Readings::of(&hundred(), seeds, &Metric::default(), chance)
}

#[test]
fn every_loss_and_accuracy_is_read_over_the_seeds() {
    let seed = |turn| {
        vec![
            turning(TRAIN_LOSS, turn, 2.3, 0.3),
            turning("val_loss", turn, 2.4, 0.5),
            turning("val_accuracy", turn, 0.1, 0.9),
        ]
    };
    let got = readings(&[seed(60), seed(62)], Some(0.1));
    let names: Vec<&str> = got.losses.iter().map(|it| it.0.as_str()).collect();
    assert_eq!((names, got.accuracies.len()), (vec![TRAIN_LOSS, "val_loss"], 1));
    assert_eq!(got.reading, got.losses[0].1.reading);
    let accuracy = &got.accuracies[0].1;
    assert_eq!((accuracy.chance, accuracy.reading.reason), (Some(0.1), Some(Reason::Falls)));
    let (spread, edges) = (accuracy.max_spread.unwrap(), got.edge_spread.unwrap());
    assert!(spread.low < spread.high && edges.low < edges.high);
    assert_eq!(got.disagreement, None);
}

#[test]
fn an_accuracy_without_a_chance_says_what_it_needs() {
    let seed = vec![turning(TRAIN_LOSS, 60, 2.3, 0.3), turning("val_accuracy", 60, 0.1, 0.9)];
    let got = readings(&[seed], None);
    assert!(got.accuracies[0].1.reading.why.as_ref().unwrap().contains("`chance`"));
    assert_eq!(got.accuracies[0].1.reading.max_lr, None);
}

#[test]
fn metrics_that_put_the_edge_far_apart_are_said_to() {
    let seed = |turn| vec![turning(TRAIN_LOSS, 80, 2.3, 0.3), turning("val_loss", turn, 2.4, 0.5)];
    let said = readings(&[seed(50)], None).disagreement.unwrap();
    assert!(said.contains("times apart: train_loss") && said.contains("val_loss"), "{said}");
    assert_eq!(readings(&[seed(78)], None).disagreement, None);
}

#[test]
fn seeds_that_put_the_edge_far_apart_are_said_to() {
    let seed = |turn| vec![turning(TRAIN_LOSS, turn, 2.3, 0.3)];
    let said = readings(&[seed(50), seed(80), seed(80)], None).disagreement.unwrap();
    assert!(said.contains("the seeds put the edge of train_loss"), "{said}");
}

#[test]
fn a_sweep_about_another_loss_is_read_by_that_where_there_is_no_other() {
    let metric = Metric { name: "perplexity".into(), ..Metric::default() };
    let seeds = [vec![turning("perplexity", 60, 2.3, 0.3)]];
    let got = Readings::of(&hundred(), &seeds, &metric, None);
    assert!(got.reading.edge.is_some());
    let none = readings(&[vec![turning("lr", 60, 2.3, 0.3)]], None);
    assert_eq!(none.reading.why.as_deref(), Some("no loss was reported"));
}

fn curve_of(text: &str) -> Result<search::range_test::Findings, Vec<String>> {
    let found = HandedIn::read(&Node::from_json(text).unwrap()).and_then(|it| it.findings());
    found.map_err(|it| it.into_iter().map(|it| it.to_string()).collect())
}

fn list(values: &[Option<f64>]) -> Node {
    Node::List(values.iter().map(|it| it.map_or(Node::Null, Node::Number)).collect())
}

/// A document with these entries, as exact as no text is.
fn lists(entries: Vec<(&str, Node)>) -> Node {
    Node::Map(entries.into_iter().map(|(key, node)| (key.to_owned(), node)).collect())
}

#[test]
fn a_curve_that_is_handed_in_is_read_like_any_other() {
    let infinite = curve_of(r#"{"lr": [1, 2, 3], "loss": ["inf", "-inf", "nan"]}"#);
    assert_eq!(infinite, curve_of(r#"{"lr": [1, 2, 3], "loss": [null, null, null]}"#));
    for curve in known().curves {
        let rates: Vec<_> = curve.sweep.rates(1).into_iter().map(Some).collect();
        let handed = lists(vec![("lr", list(&rates)), ("loss", list(&curve.loss()))]);
        let got = HandedIn::read(&handed).unwrap().findings().unwrap();
        let Reading { suggestions, edge, bracket, why } = curve.fastai();
        assert_eq!((got.suggestions, got.edge, got.bracket), (suggestions, edge, bracket));
        assert_eq!((got.why, got.accuracy), (why, None), "{}", curve.id);
    }
}

#[test]
fn an_accuracy_that_is_handed_in_is_read_like_any_other() {
    for curve in known().accuracy_curves {
        let rates = curve.sweep.rates(0);
        let handed = HandedIn {
            loss: vec![Some(1.0); rates.len()],
            accuracy: Some(curve.accuracy.clone()),
            chance: Some(curve.chance),
            lr: rates.clone(),
        };
        let got = handed.findings().unwrap().accuracy.unwrap();
        assert_eq!(Ok(got), analyze_accuracy(&rates, &curve.accuracy, curve.chance));
    }
}

#[test]
fn an_accuracy_that_is_handed_in_without_its_chance_says_so_twice() {
    let got = curve_of(r#"{"lr": [1, 2], "loss": [2, 1], "accuracy": [0.1, null]}"#).unwrap();
    assert!(got.why.unwrap().contains("accuracy: needs `chance`"));
    assert!(got.accuracy.unwrap().why.unwrap().contains("needs `chance`"));
}

#[test]
fn every_mistake_in_a_curve_is_told_with_its_path() {
    let wrong = |text: &str| curve_of(text).unwrap_err().join("\n");
    let told = wrong(
        r#"{"lr": [0.1, null, "x", 0.05, -1], "loss": [1, "a", true, 1], "accuracy": 3, "chance": 1, "los": 0}"#,
    );
    assert_eq!(
        told,
        "loss[1]: expected a number or null, found text
loss[2]: expected a number or null, found true or false
accuracy: expected a list, found a whole number
chance: must be at least 0 and below 1, not 1
los: unknown key; did you mean `loss`?
loss: holds 4 values for 5 rates
lr[1]: must be a finite number above 0
lr[2]: must be a finite number above 0
lr[4]: must be a finite number above 0"
    );
    assert_eq!(wrong("{}"), "lr: is missing\nloss: is missing");
    assert_eq!(wrong("[]"), "expected a map, found a list");
    let alone = r#"{"lr": [1, 2], "loss": [2, 1], "chance": 0.1}"#;
    assert_eq!(wrong(alone), "chance: means nothing without `accuracy`");
    assert!(wrong(r#"{"lr": [], "loss": []}"#).contains("must hold 1 to 100000 rates"));
}

#[test]
fn accuracies_are_read_as_smith_does() {
    for curve in known().accuracy_curves {
        let rates = curve.sweep.rates(0);
        let got = analyze_accuracy(&rates, &curve.accuracy, curve.chance).unwrap();
        let place =
            |it: fn(&Limits) -> usize| curve.expect.as_ref().map(|limits| rates[it(limits)]);
        assert_eq!(got.base_lr, place(|it| it.base_index), "{}", curve.id);
        assert_eq!(got.max_lr, place(|it| it.max_index), "{}", curve.id);
        assert_eq!(got.reason, curve.expect.as_ref().map(|it| it.reason), "{}", curve.id);
        assert_eq!(got.why.is_some(), curve.expect.is_none());
    }
    assert_eq!(analyze_accuracy(&[0.1], &[None], 1.0).unwrap_err()[0].path, "chance");
}
