//! Reading a sweep: every mistake in it is told at once.

use super::{
    Distribution, Method, Parameter, Resources, Sweep, TRIALS_MAX, full_path, sobol::DIMENSIONS_MAX,
};
use crate::{
    config::TrialConfig,
    document::{Fields, Node, Path, Problem, Problems, Value},
    metric::Metric,
};

/// So many combinations of values are tried out before a sweep is taken.
const COMBINATIONS_TRIED: u64 = 2_000;

impl Sweep {
    /// Reads a sweep as a person wrote it.
    pub fn read(document: &Node) -> Result<Self, Vec<Problem>> {
        let problems = Problems::default();
        let read = Fields::of(document, Path::root(), &problems).and_then(|it| from_fields(&it));
        problems.settle(read)
    }
}

fn from_fields(fields: &Fields<'_>) -> Option<Sweep> {
    let name = fields.or("name", "sweep".to_owned(), name);
    let method = fields.required("method", |it| it.choice(&Method::NAMES));
    let metric = fields.or("metric", Metric::default(), Metric::read);
    let parameters = fields.required("parameters", parameters);
    let trials = fields.optional("trials", |it| it.whole(1, TRIALS_MAX));
    let default = if method == Some(Method::RangeTest) { 3 } else { 1 };
    let replicates = fields.or("replicates", default, |it| it.whole(1, 10_000));
    let seed = fields.or("seed", 0, |it| it.whole(0, i64::MAX.unsigned_abs()));
    let resources = fields.or("resources", Resources::default(), Resources::read);
    let attempts_max = fields.or("retry", 3, attempts_max);
    let priority = fields.or("priority", 0, priority);
    let stopping = fields.or("early_stopping", (), no_early_stopping);
    let mut base = Node::Map(Vec::new());
    for key in ["train", "optimizer", "schedule"] {
        if let Some(node) = fields.node(key) {
            base.put(key, node.clone());
        }
    }
    fields.finish();

    let (method, parameters) = (method?, parameters?);
    if method == Method::RangeTest {
        check_range_test(fields, &parameters)?;
        give_steps(&mut base);
    }
    check_configurations(fields, method, &parameters, &base);
    let configurations = configurations(fields, method, &parameters, trials?);
    let (replicates, configurations) = (replicates?, configurations?);
    if configurations.saturating_mul(replicates) > TRIALS_MAX {
        return fields.note(
            "parameters",
            format!(
                "makes {configurations} configurations × {replicates} replicates; a sweep has at most {TRIALS_MAX} trials"
            ),
        );
    }
    stopping?;
    Some(Sweep {
        name: name?,
        method,
        metric: metric?,
        parameters,
        replicates,
        seed: seed?,
        resources: resources?,
        attempts_max: attempts_max?,
        priority: priority?,
        configurations,
        base,
    })
}

fn name(value: &Value<'_>) -> Option<String> {
    let text = value.text()?;
    if text.trim().is_empty() || text.chars().count() > 200 || text.contains(char::is_control) {
        return value.note("must be a name of 1 to 200 letters, without control characters");
    }
    Some(text.to_owned())
}

fn parameters(value: &Value<'_>) -> Option<Vec<Parameter>> {
    let Node::Map(entries) = value.node else {
        return value.note(format!("expected a map of what varies, found {}", value.node.kind()));
    };
    if entries.is_empty() {
        return value.note("is empty; name at least one, as in `lr: [1e-4, 1.0]`");
    }
    let mut read = Vec::new();
    for (name, node) in entries {
        let at = Value::new(node, value.path.key(name), value.problems);
        let path = full_path(name);
        let clash = entries.iter().map(|(it, _)| full_path(it)).filter(|it| overlap(it, path));
        if !["train.", "optimizer.", "schedule."].iter().any(|it| path.starts_with(it)) {
            at.note::<()>(
                "not a parameter; write `lr` or a path that begins with train., optimizer. or schedule.",
            );
        } else if clash.count() > 1 {
            at.note::<()>("overlaps with another parameter");
        } else if let Some(distribution) = Distribution::read(name, &at) {
            read.push(Parameter { name: name.clone(), distribution });
        }
    }
    (read.len() == entries.len()).then_some(read)
}

/// Whether one path is the other's, or lies inside what the other replaces.
fn overlap(a: &str, b: &str) -> bool {
    let inside =
        |a: &str, b: &str| a.strip_prefix(b).is_some_and(|it| it.is_empty() || it.starts_with('.'));
    inside(a, b) || inside(b, a)
}

impl Resources {
    fn read(value: &Value<'_>) -> Option<Self> {
        let fields = value.fields()?;
        let devices = [("any", None), ("cpu", Some("cpu")), ("cuda", Some("cuda"))];
        let device = fields.or("device", None, |it| it.choice(&devices));
        let labels = fields.or("labels", Vec::new(), |it| {
            let Node::Map(entries) = it.node else { return it.note("expected a map of labels") };
            let label = |(key, node): &(String, Node)| {
                let text = Value::new(node, it.path.key(key), it.problems).text()?;
                Some((key.clone(), text.to_owned()))
            };
            entries.iter().map(label).collect()
        });
        fields.finish();
        Some(Self { device: device?.map(str::to_owned), labels: labels? })
    }
}

fn attempts_max(value: &Value<'_>) -> Option<u32> {
    let fields = value.fields()?;
    let max = fields.or("max_attempts", 3, |it| it.whole(1, 100));
    fields.finish();
    u32::try_from(max?).ok()
}

fn priority(value: &Value<'_>) -> Option<i32> {
    match value.node {
        Node::Integer(it @ -1_000..=1_000) => i32::try_from(*it).ok(),
        _ => value.note("must be a whole number from -1000 to 1000"),
    }
}

fn no_early_stopping(value: &Value<'_>) -> Option<()> {
    let fields = value.fields()?;
    let kind = fields.required("kind", |it| it.choice(&[("none", ())]));
    fields.finish();
    kind
}

/// A range test sweeps the rate itself, so its rate must be a range and its schedule its own.
fn check_range_test(fields: &Fields<'_>, parameters: &[Parameter]) -> Option<()> {
    let lr = parameters.iter().find(|it| it.path() == "optimizer.lr");
    match lr.map(|it| &it.distribution) {
        Some(Distribution::Range { min, max, .. }) if min < max => (),
        _ => return fields.note("parameters", "a range test needs `lr` with `min` below `max`"),
    }
    if fields
        .node("schedule")
        .is_some_and(|it| it.get("kind") != Some(&Node::Text("constant".into())))
    {
        return fields.note("schedule", "a range test has its own; leave this out");
    }
    if fields.node("train").is_some_and(|it| it.get("epochs").is_some()) {
        return fields
            .note("train.epochs", "a range test is counted in updates: write `steps: 100`");
    }
    Some(())
}

/// A range test lasts a hundred updates unless told otherwise, as fastai's and Lightning's do.
fn give_steps(base: &mut Node) {
    let train = base.get("train");
    if train.is_some_and(|it| it.get("steps").is_none() && it.get("synthetic").is_none()) {
        base.put("train.steps", Node::Integer(100));
    }
}

fn configurations(
    fields: &Fields<'_>,
    method: Method,
    parameters: &[Parameter],
    trials: Option<u64>,
) -> Option<u64> {
    let gridded = |it: &&Parameter| method == Method::Grid || it.path() != "optimizer.lr";
    match method {
        Method::Grid | Method::RangeTest => {
            let mut cells = Some(1_u64);
            for parameter in parameters.iter().filter(gridded) {
                let points = parameter.distribution.points();
                if points.is_none() {
                    fields.note::<()>(
                        &format!("parameters.{}", parameter.name),
                        "has no end of values; say how many `points`, or list `values`",
                    );
                }
                cells = cells.zip(points).map(|(cells, points)| cells.saturating_mul(points));
            }
            cells
        }
        Method::Sobol if parameters.len() > DIMENSIONS_MAX => {
            fields.note("parameters", format!("sobol varies at most {DIMENSIONS_MAX} parameters"))
        }
        Method::Random | Method::Sobol => match trials {
            Some(trials) => Some(trials),
            None => fields.note(
                "trials",
                format!("is missing: how many configurations does `{}` draw?", method.name()),
            ),
        },
    }
}

/// Tries the parameters' values out in the configuration, so that no trial fails for what
/// could have been seen here. What a value does wrong is told at its parameter.
fn check_configurations(
    fields: &Fields<'_>,
    method: Method,
    parameters: &[Parameter],
    base: &Node,
) {
    let probes: Vec<Vec<Node>> = parameters.iter().map(|it| it.distribution.probes()).collect();
    let combinations = probes.iter().fold(1_u64, |all, it| all.saturating_mul(it.len() as u64));
    let mut told: Vec<Problem> = Vec::new();
    for mut combination in 0..combinations.min(COMBINATIONS_TRIED) {
        let mut config = base.clone();
        for (parameter, probes) in parameters.iter().zip(&probes) {
            #[expect(clippy::cast_possible_truncation, reason = "an index into a short list")]
            let probe = probes[(combination % probes.len() as u64) as usize].clone();
            combination /= probes.len() as u64;
            if !config.put(parameter.path(), probe) {
                let at = format!("parameters.{}", parameter.name);
                fields.note::<()>(&at, "reaches into something that is not a map");
                return;
            }
        }
        if method == Method::RangeTest && config.get("schedule").is_some() {
            config.put("schedule.kind", Node::Text("constant".into()));
        }
        for problem in TrialConfig::read(&config).err().unwrap_or_default() {
            if !told.contains(&problem) {
                told.push(problem);
            }
        }
        if told.len() > 20 {
            break;
        }
    }
    for problem in told {
        let culprit = parameters.iter().find(|it| problem.path == it.path());
        let inside = |it: &&Parameter| problem.path.starts_with(it.path());
        let at = match culprit.or_else(|| parameters.iter().find(inside)) {
            Some(parameter) => format!("parameters.{}", parameter.name),
            None => problem.path,
        };
        fields.note::<()>(&at, problem.message);
    }
}
