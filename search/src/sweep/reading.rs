//! Reading a sweep: every mistake in it is told at once.

use super::{
    Distribution, Find, Method, Parameter, Resources, Sweep, TRIALS_MAX, full_path, inside,
    lattice, probing, ramp, sobol::DIMENSIONS_MAX,
};
use crate::{
    config::SECTIONS,
    document::{Fields, Node, Path, Problem, Problems, Value},
    metric::Metric,
    stopping::{self, COMMON},
};

/// The most parameters that a sweep varies, whatever its method.
const PARAMETERS_MAX: usize = 50;

/// Sections that can be chosen as a whole: kinds that need different keys are listed as maps, each with its own.
const WHOLE: [&str; 2] = ["schedule", "batch_schedule"];

/// The most labels that a sweep asks of a worker.
const LABELS_MAX: usize = 50;

/// What varies: the parameters that could be read, and the paths of what could not.
#[derive(Debug, Default)]
struct Listed {
    read: Vec<Parameter>,
    unread: Vec<String>,
}

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
    let default = match method {
        Some(Method::RangeTest) => 3,
        Some(Method::Find) => 5,
        Some(Method::Grid | Method::Random | Method::Sobol) | None => 1,
    };
    let replicates = fields.or("replicates", default, |it| it.whole(1, 10_000));
    let seed = fields.or("seed", 0, |it| it.whole(0, i64::MAX.unsigned_abs()));
    let resources = fields.or("resources", Resources::default(), Resources::read);
    let attempts_max = fields.or("retry", 3, attempts_max);
    let priority = fields.or("priority", 0, priority);
    let find = fields.optional("find", Find::read);

    // Without parameters the rate is missing; that need not be told a second time.
    let mut listed = parameters
        .unwrap_or_else(|| Listed { unread: vec!["optimizer.lr".into()], ..Listed::default() });
    let mut base = base(fields, &mut listed.unread);
    let stopping =
        fields.or("early_stopping", None, |it| stopping::read(it, &base, metric.as_ref()));
    fields.finish();
    if matches!(stopping, Some(Some(_))) {
        check_stopping(fields, method, &listed.read);
    }
    if method == Some(Method::RangeTest) {
        ramp::check(fields, &listed.read, &mut listed.unread);
        ramp::give_steps(&mut base);
    }
    let find = if method == Some(Method::Find) {
        let find = find.map(Option::unwrap_or_default);
        if let (Some(find), Some(replicates)) = (&find, replicates) {
            lattice::check(fields, find, replicates, &mut listed.read, &listed.unread);
        }
        find.map(Some)
    } else if let (Some(_), Some(Some(_))) = (method, &find) {
        fields.note("find", "belongs to `method: find`; leave this out")
    } else {
        find
    };
    probing::check(fields, method, &listed.read, &listed.unread, (&base, metric.as_ref()));
    let configurations = configurations(fields, method?, &listed.read, trials?);
    check_size(fields, configurations?, replicates?);
    Some(Sweep {
        name: name?,
        method: method?,
        metric: metric?,
        parameters: listed.read,
        replicates: replicates?,
        seed: seed?,
        resources: resources?,
        attempts_max: attempts_max?,
        stopping: stopping?,
        priority: priority?,
        configurations: configurations?,
        find: find?,
        base,
    })
}

/// The sections that the parameters reach into.
fn base(fields: &Fields<'_>, unread: &mut Vec<String>) -> Node {
    let mut base = Node::Map(Vec::new());
    for key in SECTIONS {
        match fields.node(key) {
            Some(Node::Map(entries)) => {
                base.put(key, Node::Map(entries.clone()));
            }
            Some(other) => {
                fields.note::<()>(key, format!("expected a map, found {}", other.kind()));
                unread.push(key.to_owned());
            }
            None if key == "train" => {
                fields.note::<()>(key, "is missing");
                unread.push(key.to_owned());
            }
            None => (),
        }
    }
    base
}

fn name(value: &Value<'_>) -> Option<String> {
    let text = value.text()?;
    if text.trim().is_empty() || text.chars().count() > 200 || text.contains(char::is_control) {
        return value.note("must be a name of 1 to 200 letters, without control characters");
    }
    Some(text.to_owned())
}

fn parameters(value: &Value<'_>) -> Option<Listed> {
    let Node::Map(entries) = value.node else {
        return value.note(format!("expected a map of what varies, found {}", value.node.kind()));
    };
    if entries.is_empty() {
        return value.note("is empty; name at least one, as in `lr: [1e-4, 1.0]`");
    }
    if entries.len() > PARAMETERS_MAX {
        return value.note(format!("a sweep varies at most {PARAMETERS_MAX} parameters"));
    }
    let mut listed = Listed::default();
    for (name, node) in entries {
        let at = Value::new(node, value.path.key(name), value.problems);
        let path = full_path(name);
        let clash = entries.iter().map(|(it, _)| full_path(it)).filter(|it| overlap(it, path));
        let distribution = if !is_path(path) {
            at.note(
                "not a parameter; write `lr` or a path that begins with train., optimizer., schedule. or batch_schedule.",
            )
        } else if clash.count() > 1 {
            at.note("overlaps with another parameter")
        } else {
            Distribution::read(name, &at)
        };
        match distribution {
            Some(distribution) => {
                listed.read.push(Parameter { name: name.clone(), distribution });
            }
            None => listed.unread.push(path.to_owned()),
        }
    }
    Some(listed)
}

/// Whether a path leads into one of the sections that can vary.
fn is_path(path: &str) -> bool {
    let mut parts = path.split('.');
    let section = parts.next().unwrap_or_default();
    let mut keys = parts.peekable();
    let is_whole = keys.peek().is_none();
    SECTIONS.contains(&section)
        && (!is_whole || WHOLE.contains(&section))
        && keys.all(|it| !it.is_empty())
}

/// Whether one path is the other's, or lies inside what the other replaces.
fn overlap(a: &str, b: &str) -> bool {
    inside(a, b) || inside(b, a)
}

impl Resources {
    fn read(value: &Value<'_>) -> Option<Self> {
        let fields = value.fields()?;
        let devices = [("any", None), ("cpu", Some("cpu")), ("cuda", Some("cuda"))];
        let device = fields.or("device", None, |it| it.choice(&devices));
        let labels = fields.or("labels", Vec::new(), |it| {
            let Node::Map(entries) = it.node else { return it.note("expected a map of labels") };
            if entries.len() > LABELS_MAX {
                return it.note(format!("asks for more than {LABELS_MAX} labels"));
            }
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
    let range = "a whole number from -1000 to 1000";
    let number = value.number(range, |it| it.fract() == 0.0 && it.abs() <= 1_000.0)?;
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
    Some(number as i32)
}

/// Trials that are judged beside each other must be of one length, and the end of a range test is what it is about.
fn check_stopping(fields: &Fields<'_>, method: Option<Method>, parameters: &[Parameter]) {
    let reason = match method {
        Some(Method::RangeTest) => Some("a range test is read to its end; leave this out"),
        Some(Method::Find) => {
            Some("a search chooses its trials by how others ended; leave this out")
        }
        Some(Method::Grid | Method::Random | Method::Sobol) | None => None,
    };
    if let Some(reason) = reason {
        fields.note::<()>("early_stopping", reason);
    }
    let varies = |it: &&Parameter| COMMON.iter().any(|path| overlap(it.path(), path));
    for parameter in parameters.iter().filter(varies) {
        let message = "must not vary where `early_stopping` compares trials along the way";
        fields.note::<()>(&format!("parameters.{}", parameter.name), message);
    }
}

fn check_size(fields: &Fields<'_>, configurations: u64, replicates: u64) {
    if configurations.saturating_mul(replicates) > TRIALS_MAX {
        fields.note::<()>(
            "parameters",
            format!(
                "makes {configurations} configurations × {replicates} replicates; a sweep has at most {TRIALS_MAX} trials"
            ),
        );
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
        Method::Grid | Method::RangeTest | Method::Find => {
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
            let lr = parameters.iter().find(|it| !gridded(it));
            match lr.and_then(|it| it.distribution.points()) {
                // Every rate of the lattice, and the range test.
                Some(rates) if method == Method::Find => {
                    cells.map(|it| it.saturating_mul(rates.saturating_add(1)))
                }
                Some(_) | None => cells,
            }
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
