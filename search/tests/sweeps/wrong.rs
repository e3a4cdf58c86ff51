//! Sweeps as people get them wrong: each is refused where it is wrong, with every mistake at once, and quickly.

use std::fmt::Write as _;

use search::{
    document::{BYTES_MAX, Node, Problem},
    sweep::{Distribution, Method, Shape, Sweep},
};

use crate::cases::{self, RIGHT, Seen, document};

fn problems(text: &str) -> Vec<Problem> {
    Sweep::read(&Node::from_text(text).unwrap()).unwrap_err()
}

fn malformed(text: &str) -> String {
    Node::from_text(text).unwrap_err().to_string()
}

#[test]
fn every_mistake_is_told_where_it_is_and_no_other() {
    for (what, change, _, expected) in cases::wrong() {
        let mut told = problems(&cases::sweep(change));
        for (path, part) in *expected {
            let found = told.iter().position(|it| it.path == *path && it.message.contains(part));
            let Some(found) = found else {
                panic!("{what}: no `{path}: …{part}…` in {told:#?}")
            };
            told.remove(found);
        }
        assert!(told.is_empty(), "{what}: also told {told:#?}");
    }
}

#[test]
fn what_is_right_is_taken() {
    for change in RIGHT {
        let sweep = Sweep::read(&document(change)).unwrap_or_else(|it| panic!("{change}: {it:?}"));
        assert!(sweep.trials() > 0 && sweep.example().is_some(), "{change}");
    }
    assert!(cases::wrong().any(|it| it.2 == Seen::ByReaderAlone), "both kinds of case are there");
}

#[test]
fn names_have_a_length() {
    for (key, most) in [("name: ", 200), ("metric: { goal: minimize, name: ", 100)] {
        let end = if key.contains('{') { " }" } else { "" };
        let named = |length| format!("{key}{}{end}", "ä".repeat(length));
        let told = |length| {
            let problems = Sweep::read(&document(&named(length))).err().unwrap_or_default();
            // A metric of such a name is measured by no run.
            problems.iter().filter(|it| !it.message.contains("no run measures")).count()
        };
        assert_eq!((told(most), told(most + 1)), (0, 1));
    }
}

#[test]
fn a_huge_key_is_told_in_short() {
    let huge = "x".repeat(100_000);
    let told = problems(&format!("{{\"{huge}\": 1, \"method\": \"{huge}\"}}"));
    assert_eq!(told.len(), 4, "the key, the method, and two that are missing");
    assert!(told.iter().all(|it| it.path.len() + it.message.len() < 500));
}

#[test]
fn a_text_that_is_no_document_is_refused_with_its_place() {
    assert_eq!(malformed("method: [grid"), "not YAML: unclosed bracket '[' at line 1, column 9");
    assert!(malformed("{\"method\": \"grid\",, }").starts_with("not JSON: key must be a string"));
    assert!(malformed("a:\n\t- b: 2").contains("tabs disallowed"));
    assert!(malformed("a: *nothing").contains("unknown value"));
    assert!(malformed("a: 1\n---\nb: 2").contains("only single YAML document"));
    assert!(malformed("\0").starts_with("not YAML"));
    for text in ["", "# nothing", "null", "3", "[]", "grid"] {
        let told = problems(text);
        assert!(told[0].message.starts_with("expected a map, found"), "{text}: {told:?}");
    }
}

#[test]
fn a_key_that_stands_twice_is_refused_wherever_it_stands() {
    for text in
        ["seed: 1\nseed: 2", "train: { epochs: 1, epochs: 2 }", "{\"seed\": 1, \"seed\": 2}"]
    {
        assert!(malformed(text).contains("stands twice"), "{}", malformed(text));
    }
    assert!(malformed("a: &x { b: 1 }\nc: { <<: *x, d: 1, d: 2 }").contains("`d` stands twice"));
}

#[test]
fn a_document_that_multiplies_itself_is_refused_quickly() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..30 {
        let last = format!("*a{}", level - 1);
        writeln!(text, "a{level}: &a{level} [{}]", vec![last; 10].join(", ")).unwrap();
    }
    assert!(malformed(&text).contains("too large or too complex"), "{}", malformed(&text));
    let text = format!("a: &a {}\nb: [{}]", "x".repeat(100_000), ["*a"; 100].join(", "));
    assert!(malformed(&text).contains("too large or too complex"), "{}", malformed(&text));
    let cycle = malformed("a: &a [*a]");
    assert!(cycle.starts_with("not YAML"), "{cycle}");
}

#[test]
fn a_deep_document_does_not_exhaust_the_stack() {
    for (open, close) in
        [("[", "]"), ("{a: ", "}"), ("{\"a\":", "}"), ("- ", ""), ("{\"a\":[", "]}")]
    {
        let text = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
        assert!(malformed(&text).starts_with("not "), "{open}");
        assert!(Node::from_json(&text).is_err());
    }
    let steps: Vec<String> = (0..1_000).map(|at| format!("{}a:", " ".repeat(at))).collect();
    assert!(malformed(&steps.join("\n")).starts_with("not YAML"));
}

#[test]
fn a_long_document_is_refused_before_it_is_read() {
    let long = format!("name: {}", "x".repeat(10_000_000));
    assert_eq!(malformed(&long), format!("not YAML: it is longer than {BYTES_MAX} bytes"));
    let json = format!("{{\"name\": \"{}\"}}", "x".repeat(10_000_000));
    assert_eq!(malformed(&json), format!("not JSON: it is longer than {BYTES_MAX} bytes"));
    assert!(Node::from_json(&json).unwrap_err().to_string().contains("longer than"));
}

#[test]
fn a_document_full_of_mistakes_is_told_in_bounds() {
    let keys: Vec<String> = (0..20_000).map(|it| format!("key{it}: 1")).collect();
    let told = problems(&keys.join("\n"));
    assert_eq!(told.len(), 101);
    assert_eq!(told[100].to_string(), "and more mistakes");
    let many: Vec<String> = (0..10_000).map(|it| format!("optimizer.a{it}: 1")).collect();
    let told = problems(&cases::sweep(&format!("parameters: {{ {} }}", many.join(", "))));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].message.contains("at most 50 parameters"));
}

#[test]
fn a_large_section_does_not_make_many_values_slow() {
    let hidden = vec!["1"; 100_000].join(", ");
    let batches: Vec<String> = (1..10_000).map(|it| it.to_string()).collect();
    let change = format!(
        "train: {{ builtin: {{ dataset: digits, model: {{ kind: mlp, hidden: [{hidden}] }} }}, epochs: 1 }}\n\
         parameters: {{ lr: 0.1, train.batch_size: {{ values: [{}] }} }}",
        batches.join(", ")
    );
    let told = problems(&cases::sweep(&change));
    assert_eq!(told[0].to_string(), "train.builtin.model.hidden: at most 64 layers");
}

#[test]
fn lists_have_a_length() {
    let values: Vec<String> = (1..=10_001).map(|it| it.to_string()).collect();
    let told = problems(&cases::sweep(&format!(
        "parameters: {{ lr: {{ values: [{}] }} }}",
        values.join(", ")
    )));
    assert!(told[0].message.contains("lists 10001 values; 10000 is the most"));
    let labels: Vec<String> = (0..51).map(|it| format!("l{it}: x")).collect();
    let told =
        problems(&cases::sweep(&format!("resources: {{ labels: {{ {} }} }}", labels.join(", "))));
    assert!(told[0].message.contains("more than 50 labels"));
}

/// The sweep of the manual, with all that it may say.
const WHOLE: &str = "
name: digits-mlp
method: grid            # grid | random | sobol | range_test
metric: { name: val_loss, goal: minimize }
parameters:
  lr: { distribution: log_uniform, min: 1e-4, max: 1.0, points: 12 }
  optimizer.momentum: { values: [0.0, 0.9] }
trials: 32
replicates: 3
seed: 0
train:
  builtin: { dataset: digits, model: { kind: mlp, hidden: [128, 128] } }
  epochs: 20
  batch_size: 64
optimizer: { kind: sgd, momentum: 0.9 }
schedule: { kind: constant }
early_stopping: { kind: none }
resources: { device: any, labels: {} }
retry: { max_attempts: 3 }
priority: 0
";

#[test]
fn the_sweep_of_the_manual_is_taken() {
    let sweep = Sweep::read(&Node::from_text(WHOLE).unwrap()).unwrap();
    assert_eq!((sweep.name.as_str(), sweep.method), ("digits-mlp", Method::Grid));
    assert_eq!((sweep.configurations, sweep.trials()), (24, 72));
    assert_eq!((sweep.attempts_max, sweep.priority, sweep.seed), (3, 0, 0));
}

#[test]
fn the_same_sweep_in_json_is_the_same_sweep() {
    let yaml = Node::from_text(WHOLE).unwrap();
    let json = serde_json::to_string(&yaml).unwrap();
    assert_eq!(Node::from_json(&json).unwrap(), yaml);
    assert_eq!(Sweep::read(&Node::from_text(&json).unwrap()), Sweep::read(&yaml));
    let indented = serde_json::to_string_pretty(&yaml).unwrap();
    assert_eq!(Sweep::read(&Node::from_yaml(&indented).unwrap()), Sweep::read(&yaml));
}

#[test]
fn the_longest_sweep_can_be_read_back_from_what_is_stored() {
    let escaped = "\u{1}".repeat(BYTES_MAX - 5_000);
    let sweep =
        document(&format!("resources: {{ labels: {{ a: \"{}\" }} }}", "\\a".repeat(400_000)));
    assert!(Sweep::read(&sweep).is_ok());
    assert_eq!(Node::from_json(&serde_json::to_string(&sweep).unwrap()), Ok(sweep));
    let stored = serde_json::to_string(&Node::Text(escaped.clone())).unwrap();
    assert!(stored.len() > 5 * BYTES_MAX);
    assert_eq!(Node::from_json(&stored), Ok(Node::Text(escaped)));
}

#[test]
fn what_is_left_out_has_its_default() {
    let short =
        "{method: random, trials: 4, parameters: {lr: [1e-4, 1.0]}, train: {synthetic: {}}}";
    let sweep = Sweep::read(&Node::from_text(short).unwrap()).unwrap();
    assert_eq!((sweep.name.as_str(), sweep.replicates, sweep.seed), ("sweep", 1, 0));
    assert_eq!((sweep.attempts_max, sweep.priority), (3, 0));
    let range = Distribution::Range { shape: Shape::LogUniform, min: 1e-4, max: 1.0, points: None };
    assert_eq!(sweep.parameters[0].distribution, range);
    assert_eq!(
        Sweep::read(&document("method: range_test\n~replicates\ntrain: { synthetic: {} }"))
            .unwrap()
            .replicates,
        3
    );
}
