//! The schema of a sweep and the reader of sweeps say the same.

use search::{
    document::Node,
    sweep::{self, Sweep},
};

use crate::{
    cases::{RIGHT, Seen, document, wrong},
    checker,
};

fn schema() -> Node {
    Node::from_json(sweep::schema()).unwrap()
}

#[test]
fn what_is_right_passes_both() {
    let schema = schema();
    for change in RIGHT {
        let document = document(change);
        Sweep::read(&document).unwrap_or_else(|problems| panic!("{change}: {problems:?}"));
        assert!(checker::takes(&schema, &schema, &document), "the schema refuses: {change}");
    }
}

#[test]
fn the_sweeps_to_start_from_pass_both() {
    let schema = schema();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../sweeps");
    let mut read = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let document = Node::from_text(&std::fs::read_to_string(&path).unwrap()).unwrap();
        Sweep::read(&document).unwrap_or_else(|it| panic!("{}: {it:?}", path.display()));
        assert!(checker::takes(&schema, &schema, &document), "{}", path.display());
        read += 1;
    }
    assert!(read > 0);
}

#[test]
fn what_is_wrong_in_its_shape_fails_both() {
    let schema = schema();
    for (what, change, seen, _) in wrong() {
        let document = document(change);
        assert!(Sweep::read(&document).is_err(), "the reader takes {what}");
        let takes = checker::takes(&schema, &schema, &document);
        assert_eq!(takes, *seen == Seen::ByReaderAlone, "the schema and {what}");
    }
}

/// A place in a sweep, as a document with `@` where a key may stand, and the same place in the schema.
#[rustfmt::skip]
const PLACES: &[(&str, &str)] = &[
    ("@: 1", ""),
    ("metric: { @: 1 }", "$defs.metric"),
    ("resources: { @: 1 }", "$defs.resources"),
    ("retry: { @: 1 }", "properties.retry"),
    ("early_stopping: { kind: none, @: 1 }", "$defs.early_stopping.anyOf.1"),
    ("early_stopping: { kind: median, @: 1 }", "$defs.early_stopping.anyOf.2"),
    ("early_stopping: { kind: asha, @: 1 }", "$defs.early_stopping.anyOf.3"),
    ("find: { @: 1 }", "properties.find"),
    ("find: { range_test: { @: 1 } }", "properties.find.properties.range_test"),
    ("parameters: { lr: { values: [1], @: 1 } }", "$defs.rate.anyOf.2"),
    ("parameters: { lr: { value: 1, @: 1 } }", "$defs.rate.anyOf.3"),
    ("parameters: { lr: { min: 1, @: 1 } }", "$defs.rate.anyOf.4"),
    ("parameters: { train.epochs: { values: [1], @: 1 } }", "$defs.parameter.anyOf.1"),
    ("parameters: { train.epochs: { value: 1, @: 1 } }", "$defs.parameter.anyOf.2"),
    ("parameters: { train.epochs: { distribution: log_uniform, @: 1 } }", "$defs.parameter.anyOf.3"),
    ("parameters: { train.epochs: { distribution: uniform, @: 1 } }", "$defs.parameter.anyOf.4"),
    ("train: { @: 1 }", "$defs.train"),
    ("train: { builtin: { @: 1 } }", "$defs.train.properties.builtin"),
    ("train: { synthetic: { @: 1 } }", "$defs.train.properties.synthetic"),
    ("train: { builtin: { dataset: { kind: digits, @: 1 } } }", "$defs.dataset.anyOf.1"),
    ("train: { builtin: { dataset: { kind: blobs, @: 1 } } }", "$defs.dataset.anyOf.2"),
    ("train: { builtin: { dataset: { kind: moons, @: 1 } } }", "$defs.dataset.anyOf.3"),
    ("train: { builtin: { dataset: { kind: spirals, @: 1 } } }", "$defs.dataset.anyOf.4"),
    ("train: { builtin: { dataset: { kind: teacher, @: 1 } } }", "$defs.dataset.anyOf.5"),
    ("train: { builtin: { dataset: { kind: patterns, @: 1 } } }", "$defs.dataset.anyOf.6"),
    ("train: { builtin: { dataset: { kind: csv, @: 1 } } }", "$defs.dataset.anyOf.7"),
    ("train: { builtin: { dataset: { kind: npy, @: 1 } } }", "$defs.dataset.anyOf.8"),
    ("train: { builtin: { dataset: { kind: npz, @: 1 } } }", "$defs.dataset.anyOf.9"),
    ("train: { builtin: { dataset: { kind: idx, @: 1 } } }", "$defs.dataset.anyOf.10"),
    ("train: { builtin: { dataset: { kind: parquet, @: 1 } } }", "$defs.dataset.anyOf.11"),
    ("train: { builtin: { dataset: { kind: cifar10, @: 1 } } }", "$defs.dataset.anyOf.12"),
    ("train: { builtin: { dataset: { kind: cifar100, @: 1 } } }", "$defs.dataset.anyOf.13"),
    ("train: { builtin: { dataset: { kind: images, @: 1 } } }", "$defs.dataset.anyOf.14"),
    ("train: { builtin: { dataset: { kind: text, @: 1 } } }", "$defs.dataset.anyOf.15"),
    ("train: { builtin: { dataset: { kind: grammar, @: 1 } } }", "$defs.dataset.anyOf.16"),
    ("train: { builtin: { model: { kind: logistic, @: 1 } } }", "$defs.model.anyOf.1"),
    ("train: { builtin: { model: { kind: mlp, @: 1 } } }", "$defs.model.anyOf.2"),
    ("train: { builtin: { model: { kind: cnn, @: 1 } } }", "$defs.model.anyOf.3"),
    ("train: { builtin: { model: { kind: resnet, @: 1 } } }", "$defs.model.anyOf.4"),
    ("train: { builtin: { model: { kind: transformer, @: 1 } } }", "$defs.model.anyOf.5"),
    ("optimizer: { kind: sgd, @: 1 }", "$defs.optimizer.anyOf.1"),
    ("optimizer: { kind: adagrad, @: 1 }", "$defs.optimizer.anyOf.2"),
    ("optimizer: { kind: adadelta, @: 1 }", "$defs.optimizer.anyOf.3"),
    ("optimizer: { kind: rmsprop, @: 1 }", "$defs.optimizer.anyOf.4"),
    ("optimizer: { kind: adam, @: 1 }", "$defs.optimizer.anyOf.5"),
    ("optimizer: { kind: adamw, @: 1 }", "$defs.optimizer.anyOf.6"),
    ("schedule: { kind: constant, @: 1 }", "$defs.schedule.anyOf.1"),
    ("schedule: { kind: time_based, @: 1 }", "$defs.schedule.anyOf.2"),
    ("schedule: { kind: exponential, @: 1 }", "$defs.schedule.anyOf.3"),
    ("schedule: { kind: step, @: 1 }", "$defs.schedule.anyOf.4"),
    ("schedule: { kind: multistep, @: 1 }", "$defs.schedule.anyOf.5"),
    ("schedule: { kind: piecewise, @: 1 }", "$defs.schedule.anyOf.6"),
    ("schedule: { kind: polynomial, @: 1 }", "$defs.schedule.anyOf.7"),
    ("schedule: { kind: cosine, @: 1 }", "$defs.schedule.anyOf.8"),
    ("schedule: { kind: cosine_restarts, @: 1 }", "$defs.schedule.anyOf.9"),
    ("schedule: { kind: one_cycle, @: 1 }", "$defs.schedule.anyOf.10"),
    ("schedule: { kind: cyclic, @: 1 }", "$defs.schedule.anyOf.11"),
    ("schedule: { kind: wsd, @: 1 }", "$defs.schedule.anyOf.12"),
    ("schedule: { kind: inverse_sqrt, @: 1 }", "$defs.schedule.anyOf.13"),
    ("schedule: { kind: plateau, @: 1 }", "$defs.schedule.anyOf.14"),
    ("schedule: { kind: range, @: 1 }", "$defs.schedule.anyOf.15"),
    ("schedule: { kind: constant, warmup: { @: 1 } }", "$defs.warmup"),
    ("batch_schedule: { @: 1 }", "$defs.batch_schedule"),
];

#[test]
fn each_map_of_the_schema_has_the_keys_that_the_reader_knows() {
    let schema = schema();
    for (document, place) in PLACES {
        let mut known = known(document);
        let mut described = keys(at(&schema, place).get("properties"));
        known.sort_unstable();
        described.sort_unstable();
        assert_eq!(described, known, "{place}");
        assert_eq!(at(&schema, place).get("additionalProperties"), Some(&Node::Bool(false)));
    }
}

#[test]
fn no_map_of_the_schema_is_forgotten() {
    let closed = sweep::schema().matches(r#""additionalProperties": false"#).count();
    // The parameters themselves are the one map whose keys are paths and not words.
    assert_eq!(closed, PLACES.len() + 1);
}

/// The choices that the reader offers stand in the schema as well.
#[test]
fn each_choice_of_the_reader_stands_in_the_schema() {
    let written = sweep::schema();
    for (_, change, ..) in wrong() {
        for problem in Sweep::read(&document(change)).unwrap_err() {
            let Some((_, choices)) = problem.message.split_once("expected one of ") else {
                continue;
            };
            for choice in choices.split(", found").next().unwrap().split(", ") {
                assert!(written.contains(&format!("\"{choice}\"")), "{}: {choice}", problem.path);
            }
        }
    }
}

/// The keys that the reader knows where `@` stands.
fn known(document: &str) -> Vec<String> {
    let nothing_like_it = "quizzically";
    let document = Node::from_text(&document.replace('@', nothing_like_it)).unwrap();
    let problems = Sweep::read(&document).unwrap_err();
    let told = problems.iter().find(|it| it.path.ends_with(nothing_like_it)).unwrap();
    let (_, known) = told.message.split_once("known here: ").unwrap();
    known.split(", ").map(str::to_owned).collect()
}

fn keys(node: Option<&Node>) -> Vec<String> {
    let Some(Node::Map(entries)) = node else { panic!("no map of properties") };
    entries.iter().map(|(key, _)| key.clone()).collect()
}

/// What stands at a dotted path.
fn at<'a>(mut node: &'a Node, path: &str) -> &'a Node {
    for part in path.split('.').filter(|it| !it.is_empty()) {
        node = match node {
            Node::List(items) => &items[part.parse::<usize>().unwrap()],
            other => other.get(part).unwrap(),
        };
    }
    node
}
