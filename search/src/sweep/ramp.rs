//! A range test as a sweep: each configuration is one run whose rate rises through `lr`'s range.

use super::{Distribution, Parameter, Shape, inside};
use crate::document::{Fields, Node};

/// The path of the rate.
const LR: &str = "optimizer.lr";

/// A range test sweeps the rate itself, so its rate must be a range and its schedule its own. A rate that
/// is not there joins the `unread` paths.
pub(super) fn check(fields: &Fields<'_>, parameters: &[Parameter], unread: &mut Vec<String>) {
    let lr = parameters.iter().find(|it| it.path() == LR);
    let told = unread.iter().any(|it| it == LR);
    match lr.map(|it| &it.distribution) {
        Some(Distribution::Range { min, max, .. }) if min < max => (),
        None if told => (),
        Some(_) | None => {
            unread.push(LR.to_owned());
            fields.note::<()>("parameters", "a range test needs `lr` with `min` below `max`");
        }
    }
    let own = "a range test has its own schedule; leave this out";
    let constant = Node::Map(vec![("kind".into(), Node::Text("constant".into()))]);
    if fields.node("schedule").is_some_and(|it| *it != constant) {
        fields.note::<()>("schedule", own);
    }
    for parameter in parameters.iter().filter(|it| inside(it.path(), "schedule")) {
        fields.note::<()>(&format!("parameters.{}", parameter.name), own);
    }
    if fields.node("train").is_some_and(|it| present(it, "epochs").is_some()) {
        let message = "a range test is counted in updates: write `steps: 100`";
        fields.note::<()>("train.epochs", message);
    }
}

/// A range test lasts a hundred updates unless told otherwise, as fastai's and Lightning's do.
pub(super) fn give_steps(base: &mut Node) {
    let said = |train: &Node| {
        ["steps", "epochs", "synthetic"].iter().any(|key| present(train, key).is_some())
    };
    if base.get("train").is_some_and(|it| !said(it)) {
        base.put("train.steps", Node::Integer(100));
    }
}

/// What stands under `key`, unless it is nothing.
fn present<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    node.get(key).filter(|it| **it != Node::Null)
}

/// Gives a range test's configuration the schedule that `lr`, one of `parameters`, describes.
pub(super) fn put(config: &mut Node, parameters: &[Parameter]) {
    let lr = parameters.iter().find(|it| it.path() == LR).map(|it| &it.distribution);
    let Some(Distribution::Range { shape, min, max, .. }) = lr else { return };
    let mode = match shape {
        Shape::LogUniform => "exponential",
        Shape::Uniform => "linear",
    };
    let entry = |key: &str, node| (key.to_owned(), node);
    let schedule = Node::Map(vec![
        entry("kind", Node::Text("range".into())),
        entry("start", Node::Number(*min)),
        entry("end", Node::Number(*max)),
        entry("steps", steps(config)),
        entry("mode", Node::Text(mode.into())),
    ]);
    config.put("schedule", schedule);
}

/// How many updates a range test's configuration says it has.
fn steps(config: &Node) -> Node {
    let train = config.get("train");
    let synthetic = train.and_then(|it| present(it, "synthetic"));
    let steps = synthetic.or(train).and_then(|it| present(it, "steps"));
    steps.cloned().unwrap_or(Node::Integer(100))
}

/// Where the mistake at `path` of a configuration was made: the schedule is not what somebody wrote.
pub(super) fn place<'a>(base: &Node, path: &'a str) -> &'a str {
    let synthetic = base.get("train").is_some_and(|it| present(it, "synthetic").is_some());
    match path {
        "schedule.steps" if synthetic => "train.synthetic.steps",
        "schedule.steps" => "train.steps",
        "schedule.start" | "schedule.end" => LR,
        _ => path,
    }
}
