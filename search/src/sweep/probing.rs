//! Trying a sweep's values out in its configuration, so that no trial fails for what could have been
//! seen when the sweep was handed in. What a value does wrong is told at its parameter.

use super::{Method, Parameter, inside, ramp};
use crate::{
    config::TrialConfig,
    document::{Fields, Node, Problem},
    metric::Metric,
};

/// So many nodes of configurations are looked at; a usual one has about thirty.
const NODES_TRIED: u64 = 500_000;

/// So many combinations of values are tried, beyond each value once.
const COMBINATIONS_TRIED: u64 = 2_000;

/// So many mistakes are enough to stop at.
const MISTAKES_ENOUGH: usize = 20;

/// Tells what is wrong with the configurations that `parameters` make of `base`, and what in them does not go
/// together with the `metric` that decides. What lies at one of the
/// `unread` paths, or around it, has been told already.
pub(super) fn check(
    fields: &Fields<'_>,
    method: Option<Method>,
    parameters: &[Parameter],
    unread: &[String],
    (base, metric): (&Node, Option<&Metric>),
) {
    let probes: Vec<Vec<Node>> =
        parameters.iter().map(|it| it.distribution.probes(method)).collect();
    let most = NODES_TRIED / (base.size() + parameters.len() as u64 + 1);
    let mut told: Vec<Problem> = Vec::new();
    for choice in choices(&probes).take(usize::try_from(most).unwrap_or(usize::MAX).max(1)) {
        let mut config = base.clone();
        for ((parameter, probes), at) in parameters.iter().zip(&probes).zip(choice) {
            if !config.put(parameter.path(), probes[at].clone()) {
                let at = format!("parameters.{}", parameter.name);
                fields.note::<()>(&at, "reaches into something that is not a map");
                return;
            }
        }
        if method == Some(Method::RangeTest) {
            ramp::put(&mut config, parameters);
        }
        let problems = match TrialConfig::read(&config) {
            Ok(it) => metric.map(|metric| it.misfits(metric)).unwrap_or_default(),
            Err(problems) => problems,
        };
        for problem in problems {
            if !told.contains(&problem) {
                told.push(problem);
            }
        }
        if told.len() >= MISTAKES_ENOUGH {
            break;
        }
    }
    for problem in told {
        let path = if method == Some(Method::RangeTest) {
            ramp::place(base, &problem.path)
        } else {
            &problem.path
        };
        if !unread.iter().any(|it| inside(it, path) || inside(path, it)) {
            let parameter = parameters.iter().find(|it| inside(path, it.path()));
            let at =
                parameter.map(|it| format!("parameters.{}{}", it.name, &path[it.path().len()..]));
            fields.note::<()>(at.as_deref().unwrap_or(path), problem.message);
        }
    }
}

/// Which probe of each parameter to put together: first so that each is used once at least, then
/// every combination, or the first of them.
fn choices(probes: &[Vec<Node>]) -> impl Iterator<Item = Vec<usize>> {
    let longest = probes.iter().map(Vec::len).max().unwrap_or(1);
    let all = probes.iter().fold(1_u64, |all, it| all.saturating_mul(it.len() as u64));
    let each = (0..longest).map(|at| probes.iter().map(|it| at % it.len()).collect());
    let combined = (0..all.min(COMBINATIONS_TRIED)).map(|mut index| {
        let digit = |it: &Vec<Node>| {
            let digit = index % it.len() as u64;
            index /= it.len() as u64;
            usize::try_from(digit).expect("an index into a list")
        };
        probes.iter().map(digit).collect()
    });
    each.chain(combined)
}
